package io.obs4j.spring.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Processes the application ahead of time, as the plugins of Spring Boot do. */
final class AheadOfTime {

  /** Of the application, when it is processed as when it runs. */
  static final List<String> SETTINGS =
      List.of(
          "--spring.application.name=shop",
          "--spring.main.banner-mode=off",
          "--management.endpoints.web.exposure.include=prometheus");

  private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

  private AheadOfTime() {}

  /** The class path of the application as it is processed, in a folder. */
  static String process(Path folder) throws Exception {
    String classPath = System.getProperty("java.class.path");
    Path sources = folder.resolve("sources");
    Path resources = folder.resolve("resources");
    Path classes = folder.resolve("classes");
    List<String> command = ForkedApplication.java(List.of(), classPath);
    command.addAll(List.of(PROCESSOR, Application.class.getName()));
    command.addAll(List.of(sources.toString(), resources.toString(), classes.toString()));
    command.addAll(List.of("io.obs4j", "shop"));
    command.addAll(SETTINGS);
    Path log = folder.resolve("log-of-processing");
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(exit).as(() -> read(log)).isZero();
    compile(sources, classes, classPath);
    return String.join(
        File.pathSeparator, classes.toString(), resources.toString(), classPath);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void compile(Path sources, Path classes, String classPath) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-nowarn", "-cp", classPath, "-d", classes.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(exit).isZero();
  }
}
