package io.obs4j.core.export;

import io.obs4j.core.internal.AnyValueText;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import java.time.Instant;

/**
 * One line of text about a record. Texts from outside stand in quotes, within which quotes,
 * backslashes, and whatever could steer a terminal or the direction of writing are escaped.
 */
final class RecordLine {

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final String STACK_TRACE = "exception.stacktrace";

  private final StringBuilder line;

  RecordLine(StringBuilder line) {
    this.line = line;
  }

  void appendTime(long epochNanos) {
    line.append(
        Instant.ofEpochSecond(
            Math.floorDiv(epochNanos, NANOS_PER_SECOND),
            Math.floorMod(epochNanos, NANOS_PER_SECOND)));
  }

  void appendAttributes(Attributes attributes) {
    attributes.forEach(this::appendAttribute);
  }

  private void appendAttribute(AttributeKey<?> key, Object value) {
    if (key.getKey().equals(STACK_TRACE)) {
      return; // Many lines, which would be one here.
    }
    line.append(' ');
    appendKey(key.getKey());
    line.append('=');
    if (value instanceof Number || value instanceof Boolean) {
      line.append(value);
    } else {
      appendQuoted(value instanceof Value<?> tree ? AnyValueText.of(tree) : value.toString());
    }
  }

  private void appendKey(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean plain =
          c > ' ' && c < 0x7f && c != '=' && c != '"' && c != '\\' && c != '{' && c != '}';
      if (!plain) {
        appendQuoted(key);
        return;
      }
    }
    line.append(key);
  }

  void appendQuoted(String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (isUnsafe(c)) {
        line.append("\\u").append(Character.forDigit(c >> 12, 16));
        line.append(Character.forDigit(c >> 8 & 0xf, 16));
        line.append(Character.forDigit(c >> 4 & 0xf, 16));
        line.append(Character.forDigit(c & 0xf, 16));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }

  /** Controls, separators of lines, and what is not seen but changes the direction of writing. */
  private static boolean isUnsafe(char c) {
    if (c >= ' ' && c < 0x7f) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
