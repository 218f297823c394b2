package io.obs4j.metrics.runtime;

import static com.sun.management.GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.HistogramBuilder;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * How long garbage collection took: pauses, and apart from them the cycles of collectors that work
 * beside the program. The JVM tells of each when it has ended, in whole milliseconds.
 */
final class GarbageCollectionMetrics implements NotificationListener, AutoCloseable {

  /** As ZGC and Shenandoah call what is not a pause; G1 tells of no concurrent phase. */
  private static final String CYCLE = "end of GC cycle";

  private final Family<Histogram> pauses;
  private final Family<Histogram> cycles;
  private boolean closed;

  GarbageCollectionMetrics(Installation installation) {
    pauses =
        family(installation.metrics().histogram("jvm.gc.duration"))
            .help("Duration of JVM garbage collection actions.")
            .labels("jvm.gc.name", "jvm.gc.action", "jvm.gc.cause");
    cycles =
        family(installation.metrics().histogram("jvm.gc.concurrent.duration"))
            .help("Duration of garbage collection cycles that run beside the program.")
            .labels("jvm.gc.name", "jvm.gc.action", "jvm.gc.cause");
  }

  private static HistogramBuilder family(HistogramBuilder builder) {
    return builder.scope(Installation.SCOPE).unit("s").explicit(0.01, 0.1, 1, 10);
  }

  static void install(Installation installation) {
    GarbageCollectionMetrics metrics = new GarbageCollectionMetrics(installation);
    installation.add(metrics);
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(metrics, null, null);
      }
    }
  }

  /** Called by a thread of the JVM, one notification after another. */
  @Override
  public void handleNotification(Notification notification, Object handback) {
    if (notification.getType().equals(GARBAGE_COLLECTION_NOTIFICATION)) {
      GarbageCollectionNotificationInfo info =
          GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
      record(
          info.getGcName(), info.getGcAction(), info.getGcCause(), info.getGcInfo().getDuration());
    }
  }

  synchronized void record(String name, String action, String cause, long millis) {
    if (!closed) {
      Family<Histogram> family = action.equals(CYCLE) ? cycles : pauses;
      family.of(name, action, cause).record(millis / 1e3);
    }
  }

  @Override
  public void close() throws ListenerNotFoundException {
    synchronized (this) {
      closed = true;
      pauses.removeIf(labels -> true);
      cycles.removeIf(labels -> true);
    }
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean instanceof NotificationEmitter emitter) {
        emitter.removeNotificationListener(this);
      }
    }
  }
}
