package io.obs4j.benchmarks;

import io.obs4j.slf4j.ObsServiceProvider;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts JVMs of the kind that runs this, with its class path; usually without the libraries for
 * logs, as what the service loader finds there would be started with everything else.
 */
final class ChildProcess {

  private static final Pattern LOGGING =
      Pattern.compile(".*/(obs-slf4j|obs-logback|logback|log4j|logstash)-[^/]*");

  /** What a service that does not use OTLP does not have. */
  private static final Pattern OTLP =
      Pattern.compile(
          ".*/(obs-export-otlp|opentelemetry-exporter-(otlp|sender|common)|okhttp|okio|kotlin"
              + "|opentelemetry-proto|protobuf-java)[^/]*");

  private ChildProcess() {}

  /** A JVM whose output is for the caller to read; what it says of errors is seen here. */
  static ProcessBuilder builder(List<String> options, Class<?> main, String... arguments) {
    return start(
        classPath().filter(entry -> !OTLP.matcher(entry).matches()), options, main, arguments);
  }

  /** The same, with what sends over OTLP. */
  static ProcessBuilder withOtlp(List<String> options, Class<?> main, String... arguments) {
    return start(classPath(), options, main, arguments);
  }

  /** One with the libraries for logs, of which ours is the provider of SLF4J. */
  static ProcessBuilder withLogs(List<String> options, Class<?> main, String... arguments) {
    List<String> all = new ArrayList<>(options);
    all.add("-Dslf4j.provider=" + ObsServiceProvider.class.getName());
    all.add("-Dslf4j.internal.verbosity=WARN");
    return start(entries(), all, main, arguments);
  }

  /** A JVM with a part of the class path. */
  static ProcessBuilder start(
      Stream<String> classPath, List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("-cp", classPath.collect(Collectors.joining(File.pathSeparator)), main.getName()));
    Collections.addAll(command, arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  static Stream<String> classPath() {
    return entries().filter(entry -> !LOGGING.matcher(entry).matches());
  }

  private static Stream<String> entries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  /** What a JVM prints until it ends. */
  static String output(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException(builder.command() + " ended with status " + status);
    }
    return output.strip();
  }
}
