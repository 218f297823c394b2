package io.obs4j.logging.sink;

import static io.obs4j.logging.sink.Written.line;

import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
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

  /** Logs to a file until it is killed, and notes beside it how many calls have returned. */
  private static void logUntilKilled(LogSink sink, Path progress, long pauseNanos)
      throws IOException {
    sink.start(new Observer().diagnostics);
    try (RandomAccessFile returned = new RandomAccessFile(progress.toFile(), "rw")) {
      MappedByteBuffer count =
          returned.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, Integer.BYTES);
      for (int n = 0; ; n++) {
        put(sink, n);
        count.putInt(0, n + 1);
        if (pauseNanos > 0) {
          LockSupport.parkNanos(pauseNanos);
        }
      }
    }
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments[0].equals("killed")) {
      LogSink file = FileSink.builder(Path.of(arguments[2])).rotateAt(Long.MAX_VALUE).build();
      logUntilKilled(
          arguments[1].equals("sync") ? file : AsyncSink.of(file),
          Path.of(arguments[2] + ".count"),
          Long.parseLong(arguments[3]));
    }
    Observer observer = new Observer();
    boolean toFile = arguments[0].equals("file");
    LogSink sink = toFile ? FileSink.at(Path.of(arguments[1])) : ConsoleSink.stdout();
    sink.start(observer.diagnostics);
    switch (arguments[0]) {
      case "lines", "file" -> {
        for (int n = 0; n < Integer.parseInt(arguments[arguments.length - 1]); n++) {
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
