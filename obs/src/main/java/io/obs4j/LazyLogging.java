package io.obs4j;

import io.obs4j.core.Clock;
import io.obs4j.core.Environment;
import io.obs4j.core.LogRecord;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Resource;
import io.obs4j.logging.GlobalLogging;
import io.obs4j.logging.Logging;
import io.obs4j.logging.LoggingBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The logging of one {@link Obs}, made when it is first asked for: a service that logs in another
 * way pays nothing for it, not even the loading of its classes.
 *
 * <p>The lock guards the making and the closing; once it is made, asking takes none.
 */
final class LazyLogging implements RecordSource<LogRecord> {

  private final Resource resource;
  private final Environment environment;
  private final Clock clock;
  private final List<Consumer<LoggingBuilder>> settings;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Logging made;
  private boolean attached;
  private boolean closed;

  LazyLogging(
      Resource resource,
      Environment environment,
      Clock clock,
      List<Consumer<LoggingBuilder>> settings) {
    this.resource = resource;
    this.environment = environment;
    this.clock = clock;
    this.settings = List.copyOf(settings);
  }

  /** Makes it at once if somebody has set something, or wants to know of faults. */
  void startIfChosen() {
    if (!settings.isEmpty() || environment.isStrict()) {
      get();
    }
  }

  /** The one logging; after the close one that is closed, which logs all the same. */
  Logging get() {
    Logging known = made;
    return known == null ? make() : known;
  }

  private Logging make() {
    lock.lock();
    try {
      Logging known = made;
      if (known == null) {
        LoggingBuilder builder = Logging.builder().environment(environment);
        for (Consumer<LoggingBuilder> setting : settings) {
          setting.accept(builder);
        }
        known =
            builder.resource(resource).clock(clock).diagnostics(environment.diagnostics()).build();
        if (closed) {
          known.close(Duration.ZERO);
        }
        made = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Subscription subscribe(Consumer<? super LogRecord> subscriber) {
    return get().records().subscribe(subscriber);
  }

  /** Leads all loggers here; false if they lead to another one. */
  boolean attach() {
    Logging logging = get();
    lock.lock();
    try {
      attached |= !closed && GlobalLogging.attach(logging);
      return attached;
    } finally {
      lock.unlock();
    }
  }

  boolean flush(Duration limit) {
    Logging known = made;
    return known == null || known.flush(limit);
  }

  /** From now on no loggers are led here that are not yet, and what is made is closed. */
  void refuseLoggers() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the loggers back, once it is closed: what they log until then it writes at once. */
  void detach() {
    lock.lock();
    try {
      Logging known = made;
      if (attached && known != null) {
        attached = false;
        GlobalLogging.detach(known);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What closes it, or null if nothing was made. */
  @Nullable Consumer<Duration> closer() {
    Logging known = made;
    return known == null ? null : known::close;
  }
}
