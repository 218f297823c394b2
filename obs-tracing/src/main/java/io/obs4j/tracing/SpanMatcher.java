package io.obs4j.tracing;

import io.obs4j.core.internal.NamePattern;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Objects;

/**
 * Tells for which spans a rule is meant. Called at the start of spans: it allocates nothing, waits
 * for nobody and does not throw. Safe for use by any thread.
 */
@FunctionalInterface
public interface SpanMatcher {

  /**
   * Whether a span matches.
   *
   * @param name that the span starts with
   * @param kind of the span
   * @param attributes that it starts with
   * @return true if it does
   */
  boolean matches(String name, SpanKind kind, InitialAttributes attributes);

  /**
   * Matches what a text describes: {@code GET /health*} is a pattern of names, as for {@link
   * #name}, and {@code url.path=/actuator/*} a pattern of the values of an attribute, as for {@link
   * #attribute}. What stands before the first equals sign is an attribute, unless there is a blank
   * in it.
   *
   * @param text a pattern, or an attribute, an equals sign and a pattern
   * @return the matcher
   * @throws IllegalArgumentException if the attribute is empty or has a star, or the pattern is
   *     blank
   */
  static SpanMatcher of(String text) {
    int equals = text.indexOf('=');
    if (equals < 0 || text.lastIndexOf(' ', equals) >= 0) {
      return name(text);
    }
    return attribute(text.substring(0, equals), text.substring(equals + 1));
  }

  /**
   * Matches by name.
   *
   * @param pattern of the whole name, in which {@code *} stands for any characters, also none
   * @return the matcher
   * @throws IllegalArgumentException if the pattern is blank
   */
  static SpanMatcher name(String pattern) {
    NamePattern names = new NamePattern(pattern);
    return (name, kind, attributes) -> names.matches(name);
  }

  /**
   * Matches by kind.
   *
   * @param kind of the span
   * @return the matcher
   */
  static SpanMatcher kind(SpanKind kind) {
    Objects.requireNonNull(kind, "kind");
    return (name, actual, attributes) -> actual == kind;
  }

  /**
   * Matches by an attribute. A text is compared with the pattern; a number or a boolean equals a
   * pattern without stars that says the same; a list matches if one of its elements does. The
   * pattern {@code *} matches whatever is there.
   *
   * @param key of the attribute
   * @param pattern of its whole value, in which {@code *} stands for any characters, also none
   * @return the matcher
   * @throws IllegalArgumentException if the key is blank or has a star, or the pattern is blank
   */
  static SpanMatcher attribute(String key, String pattern) {
    return new AttributeMatcher(key, pattern);
  }

  /**
   * Matches what both match.
   *
   * @param other asked second
   * @return the matcher
   */
  default SpanMatcher and(SpanMatcher other) {
    Objects.requireNonNull(other, "other");
    return (name, kind, attributes) ->
        matches(name, kind, attributes) && other.matches(name, kind, attributes);
  }
}
