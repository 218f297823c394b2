package io.obs4j.logging.format;

import org.jspecify.annotations.Nullable;

/**
 * What throwables tell of themselves. They are foreign code: whatever they throw is survived, and
 * told in place of what they should have said.
 */
final class ThrowableText {

  private static final Throwable[] NONE_SUPPRESSED = {};
  private static final StackTraceElement[] NO_FRAMES = {};

  /** A native image may not know all methods of a class, and then take an inherited one. */
  private static final boolean NATIVE =
      System.getProperty("org.graalvm.nativeimage.imagecode") != null;

  /** Whether a class leaves {@code toString} as it is in {@link Throwable}. */
  private static final ClassValue<Boolean> PLAIN =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          try {
            return !NATIVE && type.getMethod("toString").getDeclaringClass() == Throwable.class;
          } catch (NoSuchMethodException | LinkageError e) {
            return false; // the latter if another of its methods has a type that is missing
          }
        }
      };

  private ThrowableText() {}

  /** The name of its class, where that is its own. */
  static String type(Throwable thrown) {
    return thrown instanceof RemoteThrowable remote ? remote.type() : thrown.getClass().getName();
  }

  /**
   * Whether it is shown as its class and its {@linkplain #detail detail}, which spares the string
   * that {@code toString} would make; otherwise as the detail alone.
   */
  static boolean isPlain(Throwable thrown) {
    return PLAIN.get(thrown.getClass());
  }

  /** The message of a plain throwable, perhaps null; of others what {@code toString} returns. */
  static @Nullable String detail(Throwable thrown) {
    boolean plain = isPlain(thrown);
    try {
      return plain ? thrown.getLocalizedMessage() : String.valueOf(thrown.toString());
    } catch (Throwable e) {
      return plain
          ? ForeignText.NO_MESSAGE
          : thrown.getClass().getName() + ": " + ForeignText.NO_TEXT;
    }
  }

  /** The frames, none if it has none or does not tell. */
  @SuppressWarnings("ConstantValue") // Foreign code may well return null.
  static StackTraceElement[] frames(Throwable thrown) {
    try {
      StackTraceElement[] frames = thrown.getStackTrace();
      return frames == null ? NO_FRAMES : frames;
    } catch (Throwable e) {
      return NO_FRAMES;
    }
  }

  /** What caused it, null if nothing did or it does not tell. */
  static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) {
      return null;
    }
  }

  /** What it suppressed. */
  static Throwable[] suppressed(Throwable thrown) {
    try {
      return thrown.getSuppressed();
    } catch (Throwable e) {
      return NONE_SUPPRESSED; // without memory for the array
    }
  }
}
