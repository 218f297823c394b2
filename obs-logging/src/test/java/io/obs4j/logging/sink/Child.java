package io.obs4j.logging.sink;

import static io.obs4j.logging.sink.Waiting.line;

import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A JVM of its own that logs, so that its pipes can be closed, its files full, and it be killed.
 */
final class Child {

  private Child() {}

  static ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Child.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  static Process start(String... arguments) throws IOException {
    return builder(arguments).start();
  }

  /** The number that follows a word. */
  static long number(String report, String word) {
    int from = report.indexOf(word) + word.length();
    int to = from;
    while (to < report.length() && Character.isDigit(report.charAt(to))) {
      to++;
    }
    return Long.parseLong(report.substring(from, to));
  }

  static byte[] numbered(int n) {
    return line("{\"n\":" + n + ",\"message\":\"" + "x".repeat(200) + "\"}");
  }

  public static void main(String[] arguments) {
    Observer observer = new Observer();
    LogSink sink = ConsoleSink.stdout();
    sink.start(observer.diagnostics);
    switch (arguments[0]) {
      case "lines" -> {
        for (int n = 0; n < Integer.parseInt(arguments[1]); n++) {
          put(sink, n);
        }
      }
      case "closedPipe" -> {
        for (int n = 0; observer.dropped() == 0; n++) {
          put(sink, n);
          LockSupport.parkNanos(1_000_000);
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    sink.close(Duration.ofSeconds(10));
    System.err.println(observer.messages + " dropped=" + observer.dropped());
  }

  private static void put(LogSink sink, int n) {
    byte[] line = numbered(n);
    sink.write(line, 0, line.length, LogLevel.INFO);
  }
}
