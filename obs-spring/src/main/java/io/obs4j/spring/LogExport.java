package io.obs4j.spring;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.obs4j.logback.ObsAppender;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/** An appender of Logback's root logger, for as long as the application runs. */
final class LogExport implements DisposableBean {

  private final Logger root;
  private final @Nullable ObsAppender appender;

  private LogExport(Logger root, @Nullable ObsAppender appender) {
    this.root = root;
    this.appender = appender;
  }

  /** Adds the appender, unless a configuration file has one already. */
  static LogExport into(LoggerContext context) {
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
      if (all.next() instanceof ObsAppender) {
        return new LogExport(root, null);
      }
    }
    ObsAppender appender = new ObsAppender();
    appender.setName("obs4j");
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
    return new LogExport(root, appender);
  }

  @Override
  public void destroy() {
    if (appender != null) {
      root.detachAppender(appender);
      appender.stop();
    }
  }
}
