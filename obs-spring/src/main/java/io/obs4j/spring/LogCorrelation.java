package io.obs4j.spring;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/** Teaches the patterns of the root logger's appenders what {@code %correlationId} is. */
final class LogCorrelation {

  private static final String WORD = "correlationId";

  private LogCorrelation() {}

  /** Does nothing where Logback is not what logs. */
  static void teach() {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
      if (all.next() instanceof OutputStreamAppender<ILoggingEvent> appender
          && appender.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> encoder
          && encoder.getLayout() instanceof PatternLayout layout
          && layout.getPattern().contains('%' + WORD)) {
        layout.getInstanceConverterMap().put(WORD, CorrelationId::new);
        layout.start(); // reads the pattern anew
      }
    }
  }
}
