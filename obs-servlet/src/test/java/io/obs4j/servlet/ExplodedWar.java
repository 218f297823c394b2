package io.obs4j.servlet;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A WAR of the class path of this test, laid out as a directory. */
final class ExplodedWar {

  /** What a WAR has not: the container and the tools of the test. */
  private static final Pattern LEFT_OUT =
      Pattern.compile("tomcat|jetty|junit|assertj|byte-buddy|judges|test-classes|servlet-api");

  private ExplodedWar() {}

  static Path in(Path directory, String webXml) throws IOException {
    Path libraries = Files.createDirectories(directory.resolve("WEB-INF/lib"));
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (!LEFT_OUT.matcher(entry).find() && Files.exists(path)) {
        Path library = libraries.resolve(number++ + ".jar");
        if (Files.isDirectory(path)) {
          jar(path, library);
        } else {
          Files.copy(path, library);
        }
      }
    }
    String listener = DeployedShop.class.getName().replace('.', '/') + ".class";
    Path copy = directory.resolve("WEB-INF/classes").resolve(listener);
    Files.createDirectories(copy.getParent());
    try (var bytes = DeployedShop.class.getResourceAsStream("/" + listener)) {
      Files.copy(bytes, copy);
    }
    Files.writeString(directory.resolve("WEB-INF/web.xml"), webXml);
    return directory;
  }

  private static void jar(Path classes, Path jar) throws IOException {
    URI uri = URI.create("jar:" + jar.toUri());
    try (FileSystem zip = FileSystems.newFileSystem(uri, Map.of("create", "true"));
        Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path copy = zip.getPath("/" + classes.relativize(file).toString().replace('\\', '/'));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
