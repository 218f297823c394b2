package io.obs4j.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import io.obs4j.core.internal.StripedPool;
import io.obs4j.logging.GlobalLogging;
import io.obs4j.logging.LogGate;

/**
 * Hands Logback's events to the sinks and exporters of the {@link GlobalLogging} of the process, on
 * the thread that logs them. Which events there are is decided by Logback alone: the levels of
 * obs4j do not count. Safe for use by any thread; never throws.
 */
public final class ObsAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final StripedPool<LogbackEvent> events = new StripedPool<>(LogbackEvent::new);

  /** Found by the first event: before, the environment would be read for nothing. */
  private static final class Way {

    static final LogGate IN = GlobalLogging.gate("io.obs4j.logback");

    private Way() {}
  }

  /** An appender, to be started. */
  public ObsAppender() {}

  /** Without the guard against reentry, which loses what an argument's {@code toString} logs. */
  @Override
  public void doAppend(ILoggingEvent event) {
    if (!started) {
      super.doAppend(event);
    } else if (getFilterChainDecision(event) != FilterReply.DENY) {
      append(event);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    LogbackEvent laid = events.take();
    try {
      laid.lay(event);
      Way.IN.log(laid);
    } catch (Throwable e) {
      // Events may be foreign code, which may throw anything.
      addError("An event could not be handed to obs4j; it is lost.", e);
    } finally {
      laid.clear();
      events.giveBack(laid);
    }
  }
}
