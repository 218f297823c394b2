package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Writes lines to the standard output or the standard error of the process, each with one call of
 * the system.
 *
 * <p>It writes past {@link System#out}: {@link System#setOut} diverts nothing of it, and what the
 * program itself prints comes between lines, not within them (but for lines that are longer than
 * the pipe's unit, 4 KiB on Linux, beside another process that writes to the same pipe). Where a
 * test captures {@code System.out}, use {@link #to}.
 *
 * <p>A write waits as long as the reader of a pipe lets it. A closed pipe is survived: lines are
 * then counted as dropped.
 */
public final class ConsoleSink extends LineSink {

  /*
   * A stream and not a channel: an interrupt that meets a thread within a channel's write closes the
   * channel, and with it the standard output of the process. The stream's native loop resumes what
   * was written in part. After a failure it is not known how much of a line got out, so the next one
   * begins with a line feed, and lines then go out one by one: if they fail, too, it is known which
   * did not.
   */

  private static final byte[] LINE_FEED = {'\n'};

  private final OutputStream out;
  private boolean torn;
  private int saved;

  private ConsoleSink(String name, OutputStream out) {
    super(name);
    this.out = out;
  }

  /**
   * The standard output of the process.
   *
   * @return a new sink
   */
  public static LogSink stdout() {
    return new ConsoleSink("stdout", new FileOutputStream(FileDescriptor.out));
  }

  /**
   * The standard error of the process.
   *
   * @return a new sink
   */
  public static LogSink stderr() {
    return new ConsoleSink("stderr", new FileOutputStream(FileDescriptor.err));
  }

  /**
   * A stream of the user's, which is flushed after each write and never closed.
   *
   * @param name that tells the sink from others, in diagnostics
   * @param stream such as {@code System.out}
   * @return a new sink
   */
  public static LogSink to(String name, OutputStream stream) {
    return new ConsoleSink(
        Objects.requireNonNull(name, "name"), Objects.requireNonNull(stream, "stream"));
  }

  @Override
  void send(byte[] bytes, int offset, int length, LogLevel level, long time) throws IOException {
    saved = 0;
    if (torn) {
      resume(bytes, offset, offset + length);
    } else {
      torn = true;
      out.write(bytes, offset, length);
      out.flush();
    }
    torn = false;
  }

  private void resume(byte[] bytes, int from, int to) throws IOException {
    out.write(LINE_FEED);
    int end;
    for (int at = from; at < to; at = end) {
      end = Lines.endOfLine(bytes, at, to);
      out.write(bytes, at, end - at);
      out.flush();
      saved = end - from;
    }
  }

  @Override
  int saved() {
    return saved;
  }

  @Override
  void open() {}

  @Override
  void release() {}

  @Override
  String remedy() {
    return "Look at what reads it.";
  }
}
