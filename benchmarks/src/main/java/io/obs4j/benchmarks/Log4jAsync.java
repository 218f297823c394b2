package io.obs4j.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * Log4j's asynchronous loggers, called through its own API, as its manual commends them; but not in
 * the mode without garbage, whose queue is smaller: once it is full, several threads lose events.
 */
final class Log4jAsync implements LogSide {

  static {
    Log4jLayout.withLargeQueue();
  }

  private static final long LIMIT_SECONDS = 10;

  private final AsyncLoggerContext context = new AsyncLoggerContext("benchmarks");
  private final Logger logger;

  Log4jAsync(Path file) {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder
        .setStatusLevel(Level.ERROR)
        .add(
            builder
                .newAppender("file", "RandomAccessFile")
                .addAttribute("fileName", file.toString())
                .addAttribute("append", true)
                .addAttribute("immediateFlush", false)
                .add(
                    builder
                        .newLayout("JsonTemplateLayout")
                        .addAttribute("eventTemplate", Log4jLayout.TEMPLATE)))
        .add(
            builder
                .newRootLogger(Level.INFO)
                .addAttribute("includeLocation", false)
                .add(builder.newAppenderRef("file")));
    context.start(builder.build());
    logger = context.getLogger(LogWork.LOGGER);
  }

  @Override
  public void enter() {
    Log4jLayout.enter(LogWork.contextWithAll());
  }

  @Override
  public void leave() {
    Log4jLayout.leave();
  }

  @Override
  public void event() {
    logger.info(LogWork.TEMPLATE, LogWork.ORDER, LogWork.ITEMS);
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
    context.stop(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
