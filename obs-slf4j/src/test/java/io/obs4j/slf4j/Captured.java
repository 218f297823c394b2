package io.obs4j.slf4j;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obs4j.core.Diagnostics;
import io.obs4j.logging.GlobalLogging;
import io.obs4j.logging.Logging;
import io.obs4j.logging.LoggingBuilder;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.LogSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * What the loggers of the process write while this is open, each line judged by a strict parser.
 */
final class Captured implements AutoCloseable {

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final List<String> lines = new CopyOnWriteArrayList<>();
  final Logging logging;

  private Captured(UnaryOperator<LoggingBuilder> settings) {
    logging = settings.apply(Logging.builder().sink(new Keeper(lines))).build();
    if (!GlobalLogging.attach(logging)) {
      throw new IllegalStateException("another test has not given the loggers back");
    }
  }

  static Captured at(LogLevel level) {
    return with(builder -> builder.level(level));
  }

  static Captured with(UnaryOperator<LoggingBuilder> settings) {
    return new Captured(settings);
  }

  List<JsonNode> lines() {
    List<JsonNode> parsed = new ArrayList<>();
    for (String line : lines) {
      if (!line.endsWith("\n") || line.indexOf('\n') != line.length() - 1) {
        throw new AssertionError("not one line: " + line);
      }
      try {
        parsed.add(STRICT.readTree(line));
      } catch (IOException e) {
        throw new AssertionError(line, e);
      }
    }
    return parsed;
  }

  JsonNode line() {
    List<JsonNode> all = lines();
    if (all.size() != 1) {
      throw new AssertionError("expected one line: " + lines);
    }
    return all.get(0);
  }

  List<String> messages() {
    return lines().stream().map(line -> line.path("message").asText()).toList();
  }

  @Override
  public void close() {
    GlobalLogging.detach(logging);
    logging.close();
  }

  private record Keeper(List<String> lines) implements LogSink {

    @Override
    public void start(Diagnostics diagnostics) {}

    @Override
    public void write(byte[] bytes, int offset, int length, LogLevel level) {
      lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public boolean flush(Duration limit) {
      return true;
    }

    @Override
    public void close(Duration limit) {}
  }
}
