package io.obs4j.slf4j;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Binds SLF4J 2 to obs4j. Found by SLF4J, which makes one instance; nothing is read or started
 * before the first logger is asked for.
 */
public final class ObsServiceProvider implements SLF4JServiceProvider {

  /** The oldest version of SLF4J that this works with, as SLF4J wants it told. */
  private static final String REQUESTED_API_VERSION = "2.0.99";

  private final Loggers loggers = new Loggers();
  private final IMarkerFactory markers = new BasicMarkerFactory();

  /** Called by SLF4J. */
  public ObsServiceProvider() {}

  @Override
  public ILoggerFactory getLoggerFactory() {
    return loggers;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  /** Asked for before {@link #initialize()}. */
  @Override
  public MDCAdapter getMDCAdapter() {
    return ThreadContext.instance();
  }

  @Override
  public String getRequestedApiVersion() {
    return REQUESTED_API_VERSION;
  }

  @Override
  public void initialize() {
    CallEvent.prepare();
  }
}
