package io.obs4j.http;

import io.opentelemetry.api.common.AttributeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The headers that were asked for, and the attributes that they become. Immutable. */
final class HeaderCapture {

  static final HeaderCapture NONE = new HeaderCapture(List.of());

  private record Captured(String header, AttributeKey<List<String>> key) {}

  private final List<Captured> captured;

  private HeaderCapture(List<Captured> captured) {
    this.captured = captured;
  }

  /**
   * Captures headers.
   *
   * @param prefix of the names of the attributes
   * @param headers their names, whatever the case of their letters
   */
  static HeaderCapture of(String prefix, String... headers) {
    List<Captured> captured = new ArrayList<>();
    for (String header : headers) {
      if (header.isBlank()) {
        throw new IllegalArgumentException(
            "The name \"" + header + "\" of a header is blank: name the one to capture.");
      }
      captured.add(
          new Captured(
              header, AttributeKey.stringArrayKey(prefix + header.toLowerCase(Locale.ROOT))));
    }
    return new HeaderCapture(List.copyOf(captured));
  }

  /**
   * Gives what there is.
   *
   * @param values of a header; null or none if there is no such header
   * @param attributes gets each header that there is
   */
  void capture(
      Function<String, @Nullable List<String>> values,
      BiConsumer<AttributeKey<List<String>>, List<String>> attributes) {
    for (Captured each : captured) {
      List<String> found = values.apply(each.header);
      if (found != null && !found.isEmpty()) {
        attributes.accept(each.key, List.copyOf(found));
      }
    }
  }

  boolean isEmpty() {
    return captured.isEmpty();
  }
}
