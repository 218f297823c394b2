package io.obs4j.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import co.elastic.logging.logback.EcsEncoder;
import io.obs4j.logback.ObsEncoder;
import java.util.Map;
import net.logstash.logback.encoder.LogstashEncoder;

/** An encoder of Logback's: an event is made as Logback's logger makes it, and encoded. */
final class LogbackEncoding implements LogSide {

  private static final String BOUNDARY = Logger.class.getName();

  private final LogbackContext logback = new LogbackContext();
  private final Logger logger = logback.logger();
  private final FirstLine lines = new FirstLine();
  private final Encoder<ILoggingEvent> encoder;
  private final Map<String, String> context;
  private final boolean writesKeyValues;

  private LogbackEncoding(
      Encoder<ILoggingEvent> encoder, Map<String, String> context, boolean writesKeyValues) {
    this.encoder = encoder;
    this.context = context;
    this.writesKeyValues = writesKeyValues;
    encoder.setContext(logback.context);
    encoder.start();
  }

  static LogSide logstash() {
    return new LogbackEncoding(logstashEncoder(), LogWork.contextWithTrace(), true);
  }

  static LogstashEncoder logstashEncoder() {
    return new LogstashEncoder();
  }

  /** Logback's own, with no more fields than the others have. */
  static LogSide json() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    return new LogbackEncoding(encoder, LogWork.contextWithTrace(), true);
  }

  /** ecs-logging leaves key-values out, so they are in its context. */
  static LogSide ecs() {
    return new LogbackEncoding(new EcsEncoder(), LogWork.contextWithAll(), false);
  }

  /** Ours, with the settings that it has in the provider. It knows the current span itself. */
  static LogSide ours() {
    ObsEncoder encoder = new ObsEncoder();
    encoder.setFormat("logstash");
    return new LogbackEncoding(encoder, LogWork.CONTEXT, true);
  }

  @Override
  public void enter() {
    logback.enter(context);
    OursLog.enterSpan();
  }

  @Override
  public void leave() {
    OursLog.leaveSpan();
    logback.leave();
  }

  @Override
  public void event() {
    LoggingEvent event =
        new LoggingEvent(
            BOUNDARY,
            logger,
            Level.INFO,
            LogWork.TEMPLATE,
            null,
            new Object[] {LogWork.ORDER, LogWork.ITEMS});
    if (writesKeyValues) {
      event.setKeyValuePairs(LogWork.KEY_VALUES);
    }
    lines.write(encoder.encode(event));
  }

  @Override
  public void thrown(Throwable exception) {
    lines.write(
        encoder.encode(
            new LoggingEvent(BOUNDARY, logger, Level.ERROR, LogWork.FAILED, exception, null)));
  }

  @Override
  public void disabled() {
    logger.debug(LogWork.TEMPLATE, LogWork.ORDER, LogWork.ITEMS);
  }

  @Override
  public byte[] line() {
    return lines.line();
  }

  @Override
  public void close() {
    encoder.stop();
    logback.close();
  }
}
