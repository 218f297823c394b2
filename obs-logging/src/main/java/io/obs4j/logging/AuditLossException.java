package io.obs4j.logging;

import java.io.Serial;

/**
 * A line of the audit was lost: no sink took it. Thrown only where {@link
 * LoggingBuilder#throwOnAuditLoss} asks for it, for services that must not act without a trace.
 */
public final class AuditLossException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  AuditLossException() {
    super(
        "No sink of the audit's stream took the line; obs.log.audit.lost counts it. Look at the"
            + " faults of the sinks, or give the stream a further one.");
  }
}
