package io.obs4j.logback;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.context.Context;

/**
 * Logback's asynchronous appender, whose events keep the span and the baggage that were current
 * when they were logged: behind {@link AsyncAppender} itself they are those of its worker, none.
 * Takes the same settings.
 */
public final class ObsAsyncAppender extends AsyncAppender {

  /** An appender, to be given others and started. */
  public ObsAsyncAppender() {}

  @Override
  protected void append(ILoggingEvent event) {
    super.append(new ContextualEvent(event, Context.current()));
  }
}
