package io.obs4j.logging.sink;

/** An audit line was taken by no sink, and its {@link AuditSink} was asked to throw then. */
public final class AuditLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Tells which sinks there were.
   *
   * @param message with the remedy
   */
  public AuditLostException(String message) {
    super(message);
  }
}
