package io.obs4j.tracing;

import io.obs4j.core.internal.NamePattern;
import io.opentelemetry.api.trace.SpanKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Matches spans by the value of one attribute. */
final class AttributeMatcher implements SpanMatcher {

  private final String key;
  private final boolean anything;
  private final NamePattern pattern;
  // What the pattern says as another type, so that no value has to be made into a text.
  private final @Nullable Long integer;
  private final @Nullable Double decimal;
  private final @Nullable Boolean truth;

  AttributeMatcher(String key, String text) {
    if (key.isBlank() || key.indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          "attribute \""
              + key
              + "\" must be the whole key, not blank and without *: write url.path=/health*");
    }
    this.key = key;
    this.anything = text.equals("*");
    this.pattern = new NamePattern(text);
    this.integer = integer(text);
    this.decimal = decimal(text);
    this.truth = (text.equals("true") || text.equals("false")) ? Boolean.valueOf(text) : null;
  }

  private static @Nullable Long integer(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Double decimal(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public boolean matches(String name, SpanKind kind, InitialAttributes attributes) {
    Object value = attributes.get(key);
    return value != null && (anything || matches(value));
  }

  private boolean matches(Object value) {
    if (value instanceof String string) {
      return pattern.matches(string);
    }
    if (value instanceof List<?> list) {
      return matchesOneOf(list);
    }
    return value.equals(integer) || value.equals(decimal) || value.equals(truth);
  }

  private boolean matchesOneOf(List<?> list) {
    for (int i = 0; i < list.size(); i++) {
      Object element = list.get(i); // null, as OpenTelemetry's arrays may have them
      if (element != null && matches(element)) {
        return true;
      }
    }
    return false;
  }
}
