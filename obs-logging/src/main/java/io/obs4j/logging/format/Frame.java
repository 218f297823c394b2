package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import org.jspecify.annotations.Nullable;

/** A frame as stack traces show it. */
final class Frame {

  /** Null if foreign code put null where a frame should be. */
  final @Nullable StackTraceElement element;

  /** Of the class, method and line. */
  final int key;

  /** The whole line, indented by a tab, as the content of a JSON string. */
  final byte[] line;

  /** What it adds to the hash of a trace; zero for nothing. */
  final long hash;

  /** Whether it goes into a line that counts. */
  final boolean collapsed;

  private Frame(
      @Nullable StackTraceElement element, int key, byte[] line, long hash, boolean collapsed) {
    this.element = element;
    this.key = key;
    this.line = line;
    this.hash = hash;
    this.collapsed = collapsed;
  }

  static Frame of(@Nullable StackTraceElement element, int key, StackTraces form) {
    ByteSink line = new ByteSink(128);
    JsonString.writeContent(line, "\tat " + element + "\n");
    return element == null
        ? new Frame(null, key, line.toByteArray(), 0, false)
        : new Frame(
            element,
            key,
            line.toByteArray(),
            TraceHash.ofFrame(element.getClassName(), element.getMethodName()),
            form.collapses(element.getClassName()));
  }
}
