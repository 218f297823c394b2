package io.obs4j.slf4j;

import java.lang.System.Logger;

/**
 * Leads {@link System.Logger}s to obs4j, those of the JDK among them. Found by the JDK, which makes
 * one instance; nothing is read or started before something is logged.
 */
public final class ObsLoggerFinder extends System.LoggerFinder {

  /** Called by the JDK. */
  public ObsLoggerFinder() {}

  @Override
  public Logger getLogger(String name, Module module) {
    return new SystemLogger(name);
  }
}
