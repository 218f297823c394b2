package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;
import java.nio.charset.StandardCharsets;

/** Lines as tests of sinks write them. */
final class Written {

  private Written() {}

  static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static void write(LogSink sink, String text) {
    byte[] line = line(text);
    sink.write(line, 0, line.length, LogLevel.INFO);
  }
}
