package io.obs4j.slf4j;

import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;

/** All methods of a level, one after another. */
final class Calls {

  private Calls() {}

  static void plain(Logger logger, Level level) {
    switch (level) {
      case TRACE -> {
        logger.trace("m");
        logger.trace("a {}", 1);
        logger.trace("b {} {}", 1, 2);
        logger.trace("c {} {} {}", 1, 2, 3);
        logger.trace("t", new Exception("thrown"));
      }
      case DEBUG -> {
        logger.debug("m");
        logger.debug("a {}", 1);
        logger.debug("b {} {}", 1, 2);
        logger.debug("c {} {} {}", 1, 2, 3);
        logger.debug("t", new Exception("thrown"));
      }
      case INFO -> {
        logger.info("m");
        logger.info("a {}", 1);
        logger.info("b {} {}", 1, 2);
        logger.info("c {} {} {}", 1, 2, 3);
        logger.info("t", new Exception("thrown"));
      }
      case WARN -> {
        logger.warn("m");
        logger.warn("a {}", 1);
        logger.warn("b {} {}", 1, 2);
        logger.warn("c {} {} {}", 1, 2, 3);
        logger.warn("t", new Exception("thrown"));
      }
      case ERROR -> {
        logger.error("m");
        logger.error("a {}", 1);
        logger.error("b {} {}", 1, 2);
        logger.error("c {} {} {}", 1, 2, 3);
        logger.error("t", new Exception("thrown"));
      }
    }
  }

  static void marked(Logger logger, Level level, Marker marker) {
    switch (level) {
      case TRACE -> {
        logger.trace(marker, "m");
        logger.trace(marker, "a {}", 1);
        logger.trace(marker, "b {} {}", 1, 2);
        logger.trace(marker, "c {} {} {}", 1, 2, 3);
        logger.trace(marker, "t", new Exception("thrown"));
      }
      case DEBUG -> {
        logger.debug(marker, "m");
        logger.debug(marker, "a {}", 1);
        logger.debug(marker, "b {} {}", 1, 2);
        logger.debug(marker, "c {} {} {}", 1, 2, 3);
        logger.debug(marker, "t", new Exception("thrown"));
      }
      case INFO -> {
        logger.info(marker, "m");
        logger.info(marker, "a {}", 1);
        logger.info(marker, "b {} {}", 1, 2);
        logger.info(marker, "c {} {} {}", 1, 2, 3);
        logger.info(marker, "t", new Exception("thrown"));
      }
      case WARN -> {
        logger.warn(marker, "m");
        logger.warn(marker, "a {}", 1);
        logger.warn(marker, "b {} {}", 1, 2);
        logger.warn(marker, "c {} {} {}", 1, 2, 3);
        logger.warn(marker, "t", new Exception("thrown"));
      }
      case ERROR -> {
        logger.error(marker, "m");
        logger.error(marker, "a {}", 1);
        logger.error(marker, "b {} {}", 1, 2);
        logger.error(marker, "c {} {} {}", 1, 2, 3);
        logger.error(marker, "t", new Exception("thrown"));
      }
    }
  }
}
