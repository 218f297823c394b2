package io.obs4j.spring;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.obs4j.logback.ObsAppender;
import java.util.Iterator;
import org.springframework.beans.factory.DisposableBean;

/** An appender of Logback's root logger, for as long as the application runs; or none. */
final class LogExport implements DisposableBean {

  private final Runnable end;

  private LogExport(Runnable end) {
    this.end = end;
  }

  static LogExport none() {
    return new LogExport(() -> {});
  }

  /** Adds the appender, unless a configuration file has one already. */
  static LogExport into(LoggerContext context) {
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
      if (all.next() instanceof ObsAppender) {
        return none();
      }
    }
    ObsAppender appender = new ObsAppender();
    appender.setName("obs4j");
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
    return new LogExport(
        () -> {
          root.detachAppender(appender);
          appender.stop();
        });
  }

  @Override
  public void destroy() {
    end.run();
  }
}
