package io.obs4j.logging;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The gates of all loggers that lead to one {@link Logging}, by name. Loggers are few and stay:
 * what is asked for is kept.
 */
final class Gates {
  /*
   * Finding a gate takes no lock. The lock guards which logging the gates lead to: a gate that is
   * new and a change of levels or of owner are seen by each other, in whatever order they come.
   */

  private final ConcurrentHashMap<String, LogGate> byName = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private Logging logging;

  Gates(Logging logging) {
    this.logging = logging;
    logging.levels().follow(this);
  }

  LogGate of(String name) {
    LogGate gate = byName.get(name);
    return gate == null ? create(name) : gate;
  }

  private LogGate create(String name) {
    lock.lock();
    try {
      LogGate gate = byName.get(name);
      if (gate == null) {
        gate = new LogGate(name, logging);
        byName.put(name, gate);
      }
      return gate;
    } finally {
      lock.unlock();
    }
  }

  /** Has all gates lead to a logging from now on, at its levels. */
  void lead(Logging to) {
    lock.lock();
    try {
      logging.levels().unfollow(this);
      logging = to;
      logging.levels().follow(this);
      for (LogGate gate : byName.values()) {
        gate.lead(to);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has the gates take over the levels of the logging that they lead to. */
  void refresh() {
    lock.lock();
    try {
      for (LogGate gate : byName.values()) {
        gate.lead(logging);
      }
    } finally {
      lock.unlock();
    }
  }
}
