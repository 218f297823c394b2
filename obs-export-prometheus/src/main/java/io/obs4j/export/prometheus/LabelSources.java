package io.obs4j.export.prometheus;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import java.util.HashMap;
import java.util.Map;

/**
 * From which attributes the labels of one family come, so as to know whether two of its series may
 * have the same ones. As long as each label comes from one attribute and shows its value as it is,
 * they cannot. Owned by one encoder; not safe for use by several threads at once.
 */
final class LabelSources {

  private final Map<String, AttributeKey<?>> sources = new HashMap<>();
  private boolean ambiguous;

  /** Whether two series may have the same labels; once true, it stays so. */
  boolean isAmbiguous() {
    return ambiguous;
  }

  /** Takes notice of a label of a series. */
  void met(String label, AttributeKey<?> key, String value) {
    if (ambiguous) {
      return;
    }
    AttributeKey<?> first = sources.putIfAbsent(label, key);
    if ((first != null && !first.equals(key)) || !isExact(key.getType(), value)) {
      ambiguous = true;
      sources.clear();
    }
  }

  /** Whether no other value of the type looks the same, nor does the absence of one. */
  private static boolean isExact(AttributeType type, String value) {
    return switch (type) {
      case STRING -> !value.isEmpty() && isWellFormed(value);
      case LONG, DOUBLE, BOOLEAN -> true;
      default -> false;
    };
  }

  /**
   * Whether there is no surrogate without its other half, in whose place another character goes.
   */
  private static boolean isWellFormed(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(value.codePointAt(i))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
