package io.obs4j.tracing;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Reads headers that a carrier may hold several times. A getter that only knows the first one, or
 * that runs on an OpenTelemetry API older than 1.50, is asked for nothing but that: the API's own
 * way round would make a set and an iterator for each header of each request.
 */
final class Headers {

  private static final ClassValue<Boolean> KNOWS_ALL =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> getter) {
          try {
            // A getter may have the method where the API, through which it is called, has it not.
            TextMapGetter.class.getMethod("getAll", Object.class, String.class);
            return getter.getMethod("getAll", Object.class, String.class).getDeclaringClass()
                != TextMapGetter.class;
          } catch (NoSuchMethodException | LinkageError e) {
            return false; // the latter if another of its methods has a type that is missing
          }
        }
      };

  private Headers() {}

  private static boolean knowsAll(TextMapGetter<?> getter) {
    return KNOWS_ALL.get(getter.getClass());
  }

  /** The value of a header that is there once; null if it is not, or more than once. */
  static <C> @Nullable String only(@Nullable C carrier, TextMapGetter<C> getter, String name) {
    if (!knowsAll(getter)) {
      return getter.get(carrier, name);
    }
    Iterator<String> values = getter.getAll(carrier, name);
    if (!values.hasNext()) {
      return null;
    }
    String value = values.next();
    return values.hasNext() ? null : value;
  }

  /**
   * The values of a header in their order, joined by commas: what a list means that is sent in
   * several headers, by RFC 9110 section 5.2.
   *
   * @param longest how many characters may come together
   * @return null if there is none, or they are too long
   */
  static <C> @Nullable String joined(
      @Nullable C carrier, TextMapGetter<C> getter, String name, int longest) {
    if (!knowsAll(getter)) {
      return noLonger(getter.get(carrier, name), longest);
    }
    Iterator<String> values = getter.getAll(carrier, name);
    if (!values.hasNext()) {
      return null;
    }
    String first = values.next();
    return values.hasNext() ? joined(first, values, longest) : noLonger(first, longest);
  }

  private static @Nullable String joined(String first, Iterator<String> others, int longest) {
    StringBuilder joined = new StringBuilder(first);
    while (others.hasNext() && joined.length() <= longest) {
      joined.append(',').append(others.next());
    }
    return noLonger(joined.toString(), longest);
  }

  private static @Nullable String noLonger(@Nullable String value, int longest) {
    return value == null || value.length() > longest ? null : value;
  }

  /** Whether a character is optional white space around the value of a header. */
  static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /** The first index from which on, up to another, there is no white space. */
  static int skipSpace(String text, int from, int to) {
    int start = from;
    while (start < to && isSpace(text.charAt(start))) {
      start++;
    }
    return start;
  }

  /** The last index before which, down to another, there is no white space. */
  static int dropSpace(String text, int from, int to) {
    int end = to;
    while (end > from && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }
}
