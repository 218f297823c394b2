package io.obs4j.metrics.runtime;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.obs4j.core.Clock;
import io.obs4j.metrics.Metrics;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.consumer.RecordingStream;

/**
 * Metrics of the JVM, its process, the machine and the container, named by the OpenTelemetry
 * semantic conventions.
 *
 * <pre>{@code
 * RuntimeMetrics.install(metrics);
 * }</pre>
 *
 * <p>Values are read when the metrics are walked, and what does not exist on a platform is not
 * shown. Safe for use by any thread.
 *
 * <p>Until they are closed, the JVM itself keeps hold of the {@link Metrics}, and so of the class
 * loader that loaded them: it tells listeners of each garbage collection, and a thread of Flight
 * Recorder of pinned threads. A program whose metrics live as long as the JVM need not close. One
 * that ends sooner, such as an application in a server that is deployed again, or a test, must
 * close, or it is never collected.
 */
public final class RuntimeMetrics implements AutoCloseable {

  /** What can be left out. */
  public enum Part {
    /** Memory pools, garbage collection, threads, classes, processors and buffers of the JVM. */
    JVM,
    /** Uptime, CPU time, memory, page faults and storage traffic of the process. */
    PROCESS,
    /** Memory, network and file systems of the machine. */
    SYSTEM,
    /** What the control group of the process may use, and uses. Linux only. */
    CONTAINER,
    /**
     * Pinned virtual threads, from JDK 21. Starts Flight Recorder, which keeps a directory of small
     * files where the JVM puts temporary ones.
     */
    VIRTUAL_THREADS
  }

  /** Where installing twice would show each sum doubled. Weak: nothing is kept alive by it. */
  private static final Set<Metrics> INSTALLED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private final Metrics metrics;
  private final Installation installation;
  private final AtomicBoolean open = new AtomicBoolean(true);

  private RuntimeMetrics(Metrics metrics, Installation installation) {
    this.metrics = metrics;
    this.installation = installation;
  }

  /**
   * Switches all of them on.
   *
   * @param metrics that show them
   * @return to be closed when the metrics end before the JVM does, see above
   * @throws IllegalStateException if they are on already
   */
  public static RuntimeMetrics install(Metrics metrics) {
    return install(metrics, EnumSet.allOf(Part.class));
  }

  /**
   * Switches some of them on.
   *
   * @param metrics that show them
   * @param parts which ones
   * @return to be closed when the metrics end before the JVM does, see above
   * @throws IllegalStateException if some are on already
   */
  public static RuntimeMetrics install(Metrics metrics, Set<Part> parts) {
    return install(metrics, Set.copyOf(parts), Path.of("/"), Clock.system());
  }

  static RuntimeMetrics install(Metrics metrics, Set<Part> parts, Path root, Clock clock) {
    Objects.requireNonNull(metrics, "metrics");
    if (!INSTALLED.add(metrics)) {
      throw new IllegalStateException(
          "The runtime's metrics are on already, and would be shown twice;"
              + " close those before installing others");
    }
    RuntimeMetrics installed = new RuntimeMetrics(metrics, new Installation(metrics, root, clock));
    try {
      installed.install(parts);
    } catch (RuntimeException | Error e) {
      installed.close();
      throw e;
    }
    return installed;
  }

  private void install(Set<Part> parts) {
    OperatingSystem system = OperatingSystem.get(metrics.diagnostics());
    if (parts.contains(Part.JVM)) {
      MemoryMetrics.install(installation);
      JvmMetrics.install(installation, system);
      installation.optional(
          "jdk.management",
          () -> GarbageCollectionNotificationInfo.class,
          "Metrics of garbage collection are",
          () -> GarbageCollectionMetrics.install(installation));
    }
    if (parts.contains(Part.PROCESS)) {
      ProcessMetrics.install(installation);
    }
    if (parts.contains(Part.SYSTEM)) {
      SystemMetrics.install(installation, system);
      FileSystemMetrics.install(installation);
    }
    if (parts.contains(Part.CONTAINER)) {
      ContainerMetrics.install(installation);
    }
    if (parts.contains(Part.VIRTUAL_THREADS)) {
      installation.optional(
          "jdk.jfr",
          () -> RecordingStream.class,
          "Metrics of pinned virtual threads are",
          () -> PinnedThreadMetrics.install(installation));
    }
  }

  /** Shows them no longer and ends all that was started for them. Closing again does nothing. */
  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      installation.close();
      INSTALLED.remove(metrics);
    }
  }
}
