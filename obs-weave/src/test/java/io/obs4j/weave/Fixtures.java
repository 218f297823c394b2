package io.obs4j.weave;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The class files of {@link Annotated}, before and after weaving. */
final class Fixtures {

  private Fixtures() {}

  /** Woven, of the release that the tests are compiled for. */
  static Map<String, byte[]> woven() throws IOException {
    return Loom.weave(Loom.classFiles(Annotated.class, WithDefault.class));
  }

  /** Woven, of the newest release that this JDK knows. */
  static Map<String, byte[]> wovenForThisJdk() throws IOException {
    return Loom.weave(compiled());
  }

  private static Map<String, byte[]> compiled() throws IOException {
    Path out = Files.createTempDirectory("woven");
    try {
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      int status =
          compiler.run(
              null,
              null,
              null,
              "-g",
              "-nowarn",
              "-proc:none",
              "--release",
              String.valueOf(Runtime.version().feature()),
              "-cp",
              Sources.classPath(),
              "-d",
              out.toString(),
              "src/test/java/io/obs4j/weave/Annotated.java",
              "src/test/java/io/obs4j/weave/WithDefault.java");
      if (status != 0) {
        throw new IllegalStateException("The fixture does not compile.");
      }
      return read(out);
    } finally {
      delete(out);
    }
  }

  private static Map<String, byte[]> read(Path folder) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        files.put(
            name.substring(0, name.length() - ".class".length()).replace('/', '.'),
            Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    }
  }

  /** A loader of these files; every class has been verified. */
  static ClassLoader load(Map<String, byte[]> files) throws ClassNotFoundException {
    ClassLoader loader = Loom.load(files);
    for (String name : new TreeSet<>(files.keySet()).descendingSet()) { // Below before Above
      Class.forName(name, true, loader);
    }
    return loader;
  }
}
