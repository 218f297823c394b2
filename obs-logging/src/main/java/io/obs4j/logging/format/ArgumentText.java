package io.obs4j.logging.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a message as text, exactly as SLF4J has them: arrays in depth, with dots for an
 * array within itself, and a note in place of a {@code toString} that throws. Common types are
 * written without a String in between. Not safe for use by several threads at once.
 */
final class ArgumentText {

  private static final int MOST_DEPTH = 100;

  private final BoundedText text;
  private final ForeignText foreign;
  private Object[][] open = new Object[4][];
  private int depth;

  ArgumentText(BoundedText text, ForeignText foreign) {
    this.text = text;
    this.foreign = foreign;
  }

  void append(@Nullable Object argument) {
    if (argument instanceof String string) {
      text.append(string);
    } else if (argument instanceof Integer || argument instanceof Long) {
      text.append(((Number) argument).longValue());
    } else if (argument instanceof Boolean flag) {
      text.append(flag ? "true" : "false");
    } else if (argument == null) {
      text.append("null");
    } else if (argument.getClass().isArray()) {
      appendArray(argument);
    } else {
      text.append(foreign.of(argument));
    }
  }

  private void appendArray(Object array) {
    if (array instanceof Object[] objects) {
      appendObjects(objects);
      return;
    }
    text.append("[");
    if (array instanceof int[] ints) {
      for (int i = 0; i < ints.length && separated(i); i++) {
        text.append(ints[i]);
      }
    } else if (array instanceof long[] longs) {
      for (int i = 0; i < longs.length && separated(i); i++) {
        text.append(longs[i]);
      }
    } else if (array instanceof byte[] bytes) {
      for (int i = 0; i < bytes.length && separated(i); i++) {
        text.append(bytes[i]);
      }
    } else if (array instanceof short[] shorts) {
      for (int i = 0; i < shorts.length && separated(i); i++) {
        text.append(shorts[i]);
      }
    } else if (array instanceof double[] doubles) {
      for (int i = 0; i < doubles.length && separated(i); i++) {
        text.append(Double.toString(doubles[i]));
      }
    } else if (array instanceof float[] floats) {
      for (int i = 0; i < floats.length && separated(i); i++) {
        text.append(Float.toString(floats[i]));
      }
    } else if (array instanceof char[] chars) {
      for (int i = 0; i < chars.length && separated(i); i++) {
        text.append(String.valueOf(chars[i]));
      }
    } else if (array instanceof boolean[] flags) {
      for (int i = 0; i < flags.length && separated(i); i++) {
        text.append(flags[i] ? "true" : "false");
      }
    }
    text.append("]");
  }

  private void appendObjects(Object[] objects) {
    text.append("[");
    if (depth == MOST_DEPTH || isOpen(objects)) {
      text.append("...");
    } else {
      if (depth == open.length) {
        open = Arrays.copyOf(open, 2 * depth);
      }
      open[depth++] = objects;
      try {
        for (int i = 0; i < objects.length && separated(i); i++) {
          append(objects[i]);
        }
      } finally {
        open[--depth] = null;
      }
    }
    text.append("]");
  }

  private boolean isOpen(Object[] objects) {
    for (int i = 0; i < depth; i++) {
      if (open[i] == objects) {
        return true;
      }
    }
    return false;
  }

  /** Whether another element fits, with what separates it from the one before. */
  private boolean separated(int index) {
    if (index > 0) {
      text.append(", ");
    }
    return !text.isCut();
  }
}
