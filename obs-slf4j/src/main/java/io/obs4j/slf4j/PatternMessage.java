package io.obs4j.slf4j;

import io.obs4j.logging.format.ForeignText;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A message of {@code java.util.logging} or {@code System.Logger}, put together as the JDK's own
 * loggers do: localized, with the parameters by {@link MessageFormat} if it has places for them,
 * and as it is where that fails. Whatever bundle and parameters do, there is a text.
 */
final class PatternMessage {

  private final ForeignText foreign = new ForeignText();
  private final @Nullable String text;

  /** A parameter that is asked for its text when its place comes, and then has one. */
  private record Parameter(Object value, ForeignText foreign) {

    @Override
    public String toString() {
      return foreign.of(value);
    }
  }

  /**
   * A message that was logged.
   *
   * @param bundle that has the pattern under the message, or null
   * @param message the pattern, or its key in the bundle
   */
  PatternMessage(
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Object @Nullable [] parameters) {
    String pattern = message == null ? null : localized(bundle, message);
    text =
        pattern == null || parameters == null || parameters.length == 0 || !hasPlaces(pattern)
            ? pattern
            : formatted(pattern, parameters);
  }

  /** An object that was logged alone. */
  PatternMessage(Object object) {
    text = foreign.of(object);
  }

  /** What is told. */
  @Nullable String text() {
    return text;
  }

  /** How many parameters threw. */
  int failures() {
    return foreign.failures();
  }

  private static String localized(@Nullable ResourceBundle bundle, String message) {
    try {
      return bundle == null ? message : bundle.getString(message);
    } catch (Throwable e) {
      return message; // It lacks the key, or is foreign code, which may throw anything.
    }
  }

  /**
   * Whether there is a brace with a digit after it: other texts are no patterns, quotes and all.
   */
  private static boolean hasPlaces(String pattern) {
    for (int at = pattern.indexOf('{'); at >= 0; at = pattern.indexOf('{', at + 1)) {
      char next = at + 1 < pattern.length() ? pattern.charAt(at + 1) : '}';
      if (next >= '0' && next <= '9') {
        return true;
      }
    }
    return false;
  }

  private String formatted(String pattern, @Nullable Object[] parameters) {
    Object[] guarded = new Object[parameters.length];
    for (int i = 0; i < guarded.length; i++) {
      guarded[i] = guarded(parameters[i]);
    }
    try {
      return MessageFormat.format(pattern, guarded);
    } catch (IllegalArgumentException e) {
      return pattern; // It is malformed, or wants a number where there is none.
    } catch (Throwable e) {
      foreign.failed();
      return pattern; // Foreign numbers and dates are asked for more than their text.
    }
  }

  /** Numbers and dates have formats of their own. */
  private @Nullable Object guarded(@Nullable Object parameter) {
    return parameter == null
            || parameter instanceof String
            || parameter instanceof Number
            || parameter instanceof java.util.Date
        ? parameter
        : new Parameter(parameter, foreign);
  }
}
