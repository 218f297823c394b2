package io.obs4j.slf4j;

import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** The loggers by name: the same one for the same name. Reading takes no lock. */
final class Loggers implements ILoggerFactory {

  private final ConcurrentHashMap<String, ObsLogger> byName = new ConcurrentHashMap<>();

  @Override
  public Logger getLogger(String name) {
    ObsLogger logger = byName.get(name);
    if (logger == null) {
      logger = new ObsLogger(name);
      ObsLogger other = byName.putIfAbsent(name, logger);
      logger = other == null ? logger : other;
    }
    return logger;
  }
}
