package io.obs4j.metrics.runtime;

import io.obs4j.core.Diagnostics;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Histogram;
import java.time.Duration;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/**
 * How long virtual threads kept their carrier while they waited, as Flight Recorder tells about
 * once a second.
 */
final class PinnedThreadMetrics implements AutoCloseable {

  /** Shorter waits are not told; the JDK's own settings take the same. */
  static final Duration THRESHOLD = Duration.ofMillis(20);

  /** The release that brought virtual threads. */
  private static final int FIRST_RELEASE = 21;

  private static final String EVENT = "jdk.VirtualThreadPinned";

  /** JDK 24 and later tell it. */
  private static final String REASON = "pinnedReason";

  /*
   * Flight Recorder takes a while to start, so a thread of its own starts it. Whoever closes
   * meanwhile waits for it, and then ends the stream outside of the lock: the stream's thread may
   * be waiting for the lock to record.
   */
  private final Diagnostics diagnostics;
  private final Family<Histogram> pinned;
  private @Nullable RecordingStream stream;
  private boolean closed;

  private PinnedThreadMetrics(Installation installation) {
    diagnostics = installation.diagnostics();
    pinned =
        installation
            .metrics()
            .histogram("jvm.virtual_thread.pinned.duration")
            .scope(Installation.SCOPE)
            .unit("s")
            .help("Time for which virtual threads kept their carrier while they waited.")
            .labels("jvm.virtual_thread.pinned.reason");
  }

  static void install(Installation installation) {
    if (Runtime.version().feature() >= FIRST_RELEASE) {
      PinnedThreadMetrics metrics = new PinnedThreadMetrics(installation);
      installation.add(metrics);
      Thread starter = new Thread(metrics::start, "obs-flight-recorder");
      starter.setDaemon(true);
      // Flight Recorder's own threads live as long as the JVM, and inherit it.
      starter.setContextClassLoader(null);
      starter.start();
    }
  }

  private synchronized void start() {
    if (closed) {
      return;
    }
    try {
      RecordingStream starting = new RecordingStream();
      stream = starting;
      starting.enable(EVENT).withThreshold(THRESHOLD).withoutStackTrace();
      starting.onEvent(EVENT, this::record);
      starting.startAsync();
    } catch (RuntimeException | LinkageError e) {
      diagnostics.fault(
          Installation.FAULT,
          EVENT,
          "Pinned virtual threads are not told, because Flight Recorder does not start: "
              + e
              + "; let the JVM write to the directory of temporary files, or leave the part out",
          e);
    }
  }

  private synchronized void record(RecordedEvent event) {
    if (!closed) {
      String reason = event.hasField(REASON) ? event.getString(REASON) : null;
      pinned.of(reason == null ? "unknown" : reason).record(event.getDuration());
    }
  }

  @Override
  public void close() {
    RecordingStream started;
    synchronized (this) {
      closed = true;
      started = stream;
      pinned.removeIf(labels -> true);
    }
    if (started != null) {
      started.close();
    }
  }
}
