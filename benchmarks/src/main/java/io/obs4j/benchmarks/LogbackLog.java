package io.obs4j.benchmarks;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.file.Path;

/**
 * Logback from its loggers to a file. Its asynchronous appender loses nothing, and has the larger
 * queue and the buffer that its manual commends for throughput.
 */
final class LogbackLog implements LogSide {

  private static final int QUEUE = 8_192;

  private final LogbackContext logback = new LogbackContext();
  private final Logger logger = logback.logger();

  LogbackLog(LogWay way, Path file, Encoder<ILoggingEvent> encoder) {
    encoder.setContext(logback.context);
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(logback.context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.setImmediateFlush(way == LogWay.FILE);
    appender.start();
    logback.root().addAppender(way == LogWay.FILE ? appender : asynchronous(appender));
  }

  private Appender<ILoggingEvent> asynchronous(Appender<ILoggingEvent> appender) {
    AsyncAppender queue = new AsyncAppender();
    queue.setContext(logback.context);
    queue.setQueueSize(QUEUE);
    queue.setDiscardingThreshold(0);
    queue.addAppender(appender);
    queue.start();
    return queue;
  }

  @Override
  public void enter() {
    logback.enter(LogWork.contextWithTrace());
  }

  @Override
  public void leave() {
    logback.leave();
  }

  @Override
  public void event() {
    LogWork.log(logger);
  }

  @Override
  public void thrown(Throwable exception) {
    logger.error(LogWork.FAILED, exception);
  }

  @Override
  public void disabled() {
    logger.debug(LogWork.TEMPLATE, LogWork.ORDER, LogWork.ITEMS);
  }

  @Override
  public byte[] line() {
    return new byte[0];
  }

  @Override
  public void close() {
    logback.close();
  }
}
