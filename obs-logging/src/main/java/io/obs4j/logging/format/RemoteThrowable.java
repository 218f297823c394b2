package io.obs4j.logging.format;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for what was thrown in another process, of which a host has a description alone. Lines
 * tell of it as they would of the original.
 */
public final class RemoteThrowable extends Throwable {

  @Serial private static final long serialVersionUID = 1;

  /** The name of the class. */
  private final String type;

  /**
   * A throwable of another process.
   *
   * @param type the name of its class
   * @param message what it says, or null
   * @param cause what caused it, or null
   * @param frames of its stack
   */
  public RemoteThrowable(
      String type,
      @Nullable String message,
      @Nullable Throwable cause,
      StackTraceElement[] frames) {
    super(message, cause, true, true);
    this.type = Objects.requireNonNull(type, "type");
    setStackTrace(frames);
  }

  /**
   * The name of the class that it was of.
   *
   * @return not this one
   */
  public String type() {
    return type;
  }

  /** Does nothing: the stack of this process says nothing. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message is that of the original
  public String toString() {
    String message = getMessage();
    return message == null ? type : type + ": " + message;
  }
}
