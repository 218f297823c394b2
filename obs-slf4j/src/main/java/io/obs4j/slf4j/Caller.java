package io.obs4j.slf4j;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds who logged: the first on the stack beyond the class through which logging is entered. */
final class Caller {

  /** Whose default methods call the boundary on behalf of whoever logs. */
  private static final String SYSTEM_LOGGER = System.Logger.class.getName();

  private static final StackWalker WALKER = StackWalker.getInstance();

  private Caller() {}

  /** The frame below those of a class, or null if it is not on the stack. */
  static @Nullable StackTraceElement outside(String boundary) {
    return WALKER.walk(frames -> find(frames, boundary));
  }

  private static @Nullable StackTraceElement find(Stream<StackFrame> frames, String boundary) {
    boolean within = false;
    for (Iterator<StackFrame> each = frames.iterator(); each.hasNext(); ) {
      StackFrame frame = each.next();
      boolean isBoundary = frame.getClassName().equals(boundary);
      if (within && !isBoundary && !frame.getClassName().equals(SYSTEM_LOGGER)) {
        return frame.toStackTraceElement();
      }
      within |= isBoundary;
    }
    return null;
  }
}
