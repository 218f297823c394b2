package io.obs4j.logging;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** How a {@link Logging} ends: by its owner, or at the latest with the JVM. */
final class Closing {

  private final Logging logging;
  private final Streams streams;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Thread hook;
  private volatile @Nullable Runnable last;

  Closing(Logging logging, Streams streams) {
    this.logging = logging;
    this.streams = streams;
  }

  /** Closes when the JVM goes down, unless it was closed before. */
  void atExit() {
    Thread closer = new Thread(logging::close, "obs-logging-shutdown");
    try {
      Runtime.getRuntime().addShutdownHook(closer);
      hook = closer;
    } catch (IllegalStateException e) {
      // The JVM is going down already: sinks that were not flushed are nobody's to wait for.
    }
  }

  /** Runs something after the sinks were closed. */
  void afterwards(Runnable task) {
    last = task;
  }

  boolean flush(Duration limit) {
    return streams.flush(limit);
  }

  void close(Duration limit) {
    if (begun.compareAndSet(false, true)) {
      try {
        streams.close(limit);
        Runnable task = last;
        if (task != null) {
          task.run();
        }
        forgetExit();
      } finally {
        ended.countDown();
      }
    } else {
      awaitEnd(limit);
    }
  }

  private void forgetExit() {
    Thread closer = hook;
    if (closer != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(closer);
      } catch (IllegalStateException e) {
        // The JVM is going down already, perhaps on this very thread.
      }
    }
  }

  private void awaitEnd(Duration limit) {
    try {
      ended.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
