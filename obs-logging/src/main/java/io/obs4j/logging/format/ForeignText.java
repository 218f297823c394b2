package io.obs4j.logging.format;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * The texts of foreign objects. Their methods may throw anything: then a note stands in place of
 * the text, and is counted. Not safe for use by several threads at once.
 */
public final class ForeignText {

  /** In place of the text of an object. */
  static final String NO_TEXT = "[FAILED toString()]";

  /** In place of the message of a throwable. */
  static final String NO_MESSAGE = "[FAILED getMessage()]";

  private static final String NO_NAME = "[FAILED getName()]";

  private int failures;

  /** Of objects that have not failed yet. */
  public ForeignText() {}

  /**
   * What an object calls itself.
   *
   * @param object or null
   * @return its {@code toString}, or a note
   */
  public String of(@Nullable Object object) {
    try {
      String text = object == null ? null : object.toString();
      return text == null ? "null" : text;
    } catch (Throwable e) {
      return failed();
    }
  }

  /**
   * The name of a marker.
   *
   * @param marker of an event
   * @return its name, or a note
   */
  public String nameOf(Marker marker) {
    try {
      return String.valueOf(marker.getName());
    } catch (Throwable e) {
      failures++;
      return NO_NAME;
    }
  }

  /**
   * The message of a throwable.
   *
   * @param throwable of an event
   * @return its message, null if it has none, or a note
   */
  public @Nullable String messageOf(Throwable throwable) {
    try {
      return throwable.getMessage();
    } catch (Throwable e) {
      failures++;
      return NO_MESSAGE;
    }
  }

  /**
   * Counts an object that threw.
   *
   * @return what is told in place of its text
   */
  public String failed() {
    failures++;
    return NO_TEXT;
  }

  /**
   * How many objects threw.
   *
   * @return since this was made or {@linkplain #forget cleared}
   */
  public int failures() {
    return failures;
  }

  /** Counts from zero again. */
  public void forget() {
    failures = 0;
  }
}
