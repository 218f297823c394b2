package io.obs4j.benchmarks;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What lines of JSON say, whatever library wrote them: their fields by one set of names, objects
 * and lists taken apart, numbers and texts alike, the time as whether it is now. What is null, or
 * constant by the format, is left out.
 */
final class LogLines {

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Map<String, String> NAMES =
      Map.of(
          "@timestamp", "time",
          "timestamp", "time",
          "logger_name", "logger",
          "loggerName", "logger",
          "log.logger", "logger",
          "thread_name", "thread",
          "threadName", "thread",
          "process.thread.name", "thread",
          "log.level", "level",
          "formattedMessage", "message");

  private static final Set<String> CONSTANTS = Set.of("@version", "level_value", "ecs.version");

  private static final Pattern COMMON_FRAMES =
      Pattern.compile("\\.\\.\\. (\\d+) common frames omitted");
  private static final Duration NOW = Duration.ofMinutes(1);

  private LogLines() {}

  /** Lines, by the fields that they have. */
  static Samples samples(byte[] lines) throws IOException {
    SortedMap<String, Double> samples = new TreeMap<>();
    try (MappingIterator<JsonNode> values = STRICT.readerFor(JsonNode.class).readValues(lines)) {
      while (values.hasNextValue()) {
        SortedMap<String, String> fields = new TreeMap<>();
        collect(values.nextValue(), fields);
        samples.merge(Samples.sample("line", fields), 1.0, Double::sum);
      }
    }
    return new Samples(samples);
  }

  private static void collect(JsonNode object, SortedMap<String, String> fields) {
    object.properties().forEach(member -> collect(member.getKey(), member.getValue(), fields));
  }

  private static void collect(String key, JsonNode value, SortedMap<String, String> fields) {
    if (value.isObject()) {
      collect(value, fields);
    } else if (value.isArray()) {
      value.forEach(element -> collect(key, element, fields));
    } else if (!value.isNull() && !CONSTANTS.contains(key)) {
      String name = NAMES.getOrDefault(key, key);
      String known = fields.put(name, text(name, value.asText()));
      if (known != null) {
        throw new IllegalStateException("A line says twice what its " + name + " is.");
      }
    }
  }

  private static String text(String name, String value) {
    return switch (name) {
      case "time" -> isNow(value) ? "now" : value;
      case "stack_trace" -> COMMON_FRAMES.matcher(value).replaceAll("... $1 more").strip();
      default -> value;
    };
  }

  private static boolean isNow(String value) {
    try {
      Instant time =
          value.chars().allMatch(Character::isDigit)
              ? Instant.ofEpochMilli(Long.parseLong(value))
              : OffsetDateTime.parse(value).toInstant();
      return Duration.between(time, Instant.now()).abs().compareTo(NOW) < 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
