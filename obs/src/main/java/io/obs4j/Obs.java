package io.obs4j;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Exporter;
import io.obs4j.core.Resource;
import io.obs4j.executor.ObservedExecutors;
import io.obs4j.health.HealthChecks;
import io.obs4j.logging.AccessLog;
import io.obs4j.logging.AuditLog;
import io.obs4j.logging.Logging;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.runtime.RuntimeMetrics;
import io.obs4j.operation.OperationBuilder;
import io.obs4j.operation.OperationSignals;
import io.obs4j.operation.Operations;
import io.obs4j.proxy.ObservedProxy;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The observability of one service: its signals, and the exporters that carry them out. Started by
 * {@link #builder()} or {@link #fromEnvironment()}, closed by whoever started it.
 *
 * <pre>{@code
 * try (Obs obs = Obs.builder()
 *     .service("orders", "1.4.2")
 *     .export(PrometheusEndpoint.onPort(9464))
 *     .start()) {
 *   Counter orders = obs.metrics().counter("orders").help("Orders taken").create();
 *   orders.increment();
 * }
 * }</pre>
 *
 * <p>Nothing is exported unless it is asked for. There is no global instance: pass this object, or
 * what it gives, to the code that records. Safe for use by any thread.
 */
public final class Obs implements AutoCloseable {

  /** How long {@link #close()} takes at the most. */
  public static final Duration DEFAULT_CLOSE_LIMIT = Duration.ofSeconds(10);

  private final Metrics metrics;
  private final ObservedExecutors executors;
  private final Wiring signals;
  private final OpenTelemetry openTelemetry;
  private final Tracer tracer;
  private final OperationSignals operations;
  private final LazyLogging logging;
  private final ExporterStack exporters;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable RuntimeMetrics runtimeMetrics;
  private volatile @Nullable Thread shutdownHook;

  Obs(Metrics metrics, Wiring signals, LazyLogging logging, OpenTelemetry openTelemetry) {
    this.metrics = metrics;
    this.executors = ObservedExecutors.of(metrics, signals.clock());
    this.logging = logging;
    this.signals = signals;
    this.openTelemetry = openTelemetry;
    this.tracer = openTelemetry.getTracer(serviceName(signals.resource()));
    this.operations = new ObsOperations(metrics, tracer, signals);
    this.exporters = new ExporterStack(signals);
  }

  /**
   * Begins to describe what is to be observed and where it goes.
   *
   * @return a builder with all defaults
   */
  public static ObsBuilder builder() {
    return new ObsBuilder();
  }

  /**
   * Starts with what the environment says, without any code: the service is named by {@code
   * OTEL_SERVICE_NAME}, the exporters by {@code OTEL_METRICS_EXPORTER}.
   *
   * @return what was started
   * @throws IllegalArgumentException if {@code OBS_STRICT=true} and a variable cannot be used
   * @see ObsBuilder#exportFromEnvironment()
   */
  public static Obs fromEnvironment() {
    return builder().exportFromEnvironment().start();
  }

  /**
   * Where instruments are declared.
   *
   * @return the metrics of this service; usable also after the close, when nobody reads them
   */
  public Metrics metrics() {
    return metrics;
  }

  /**
   * Where spans are started.
   *
   * @param name of the library or part of the program that starts them
   * @return OpenTelemetry's own type; the same one for the same name
   */
  public Tracer tracer(String name) {
    return openTelemetry.getTracer(name);
  }

  /**
   * Starts a span as a child of the current one and makes it current, for a try-with-resources
   * block.
   *
   * @param name what is done: one of few, without ids
   * @return to be closed by the thread that called
   */
  public ActiveSpan span(String name) {
    return ActiveSpan.start(tracer, name);
  }

  /**
   * Runs a task within a span of its own. An exception that escapes from it is recorded, and gives
   * the span the status error.
   *
   * @param name what is done: one of few, without ids
   * @param task what to run; {@code Span.current()} is its span
   * @param <T> what it returns
   * @return what the task returned
   * @throws Exception what the task threw
   */
  public <T> T span(String name, Callable<T> task) throws Exception {
    try (ActiveSpan span = span(name)) {
      try {
        return task.call();
      } catch (Throwable e) {
        span.fail(e);
        throw e;
      }
    }
  }

  /**
   * Declares what is to be timed, counted and traced as one, for many runs: keep what is created.
   *
   * <pre>{@code
   * Operation create = obs.operation("order.create").label("tenant").create();
   * Order order = create.call(() -> orders.create(cart));
   * }</pre>
   *
   * @param name dotted, such as {@code order.create}; the same one may be declared again with the
   *     same labels
   * @return its builder
   * @throws IllegalArgumentException if the name is blank or too long
   */
  public OperationBuilder operation(String name) {
    return OperationBuilder.of(name, operations);
  }

  /**
   * What operations record into that are declared elsewhere, as by {@link OperationBuilder#of} or a
   * framework that observes the methods of its objects.
   *
   * @return the metrics, the tracer and the clock of {@link #operation}
   */
  public OperationSignals operationSignals() {
    return operations;
  }

  /**
   * Where logs go: their levels, streams and sinks. What is logged through SLF4J comes here once
   * {@link #installGlobal()} was called and {@code obs-slf4j} is present.
   *
   * @return the logging of this service; usable also after the close, when lines go out at once
   */
  public Logging logging() {
    return logging.get();
  }

  /**
   * What one wants to know of requests that were served, one line each.
   *
   * @return writes to the access stream
   */
  public AccessLog accessLog() {
    return logging().accessLog();
  }

  /**
   * Who did what.
   *
   * @return writes to the audit stream
   */
  public AuditLog auditLog() {
    return logging().auditLog();
  }

  /**
   * Observes the calls of an object's methods that come through an interface, as the annotations of
   * either say, {@link io.obs4j.annotation.Observed} and the others. For who does not weave: calls
   * that the object makes of its own methods are not seen.
   *
   * @param type the interface
   * @param target that implements it
   * @param <T> the interface
   * @return what to hand to callers: a proxy, or the target itself if all that is annotated is
   *     woven
   * @throws IllegalArgumentException if it is no interface, if nothing is annotated, or if what the
   *     annotations say cannot be
   */
  public <T> T observe(Class<T> type, T target) {
    return ObservedProxy.of(type, target, operations);
  }

  /**
   * Measures the tasks of an executor: how many wait and run, how long, and how many fail or are
   * refused; and carries the current context to them.
   *
   * @param name of the executor, the value of a label: one of few
   * @param executor that runs the tasks, on platform or virtual threads
   * @return to be used in its place; a {@link ScheduledExecutorService} if the executor is one
   * @see ObservedExecutors the metrics
   */
  public ExecutorService observe(String name, ExecutorService executor) {
    return executors.observe(name, executor);
  }

  /**
   * Measures the tasks of a scheduler, as those of other executors. A scheduled task waits from the
   * moment when it is due.
   *
   * @param name of the executor, the value of a label: one of few
   * @param executor that runs the tasks
   * @return to be used in its place
   */
  public ScheduledExecutorService observe(String name, ScheduledExecutorService executor) {
    return (ScheduledExecutorService) observe(name, (ExecutorService) executor);
  }

  /**
   * Counts the threads of a factory: those that live, and those that were started.
   *
   * @param name of the factory, the value of a label: one of few
   * @param factory that makes the threads, platform or virtual
   * @return to be used in its place
   */
  public ThreadFactory observe(String name, ThreadFactory factory) {
    return executors.observe(name, factory);
  }

  /**
   * The checks of what this service depends on, to which more are added.
   *
   * @return the checks, none at first
   */
  public HealthChecks health() {
    return signals.health().checks();
  }

  /**
   * The signals as OpenTelemetry's instrumentation libraries want them: traces, metrics, logs and
   * the propagators that {@code OTEL_PROPAGATORS} names. Log records become lines, and reach the
   * exporters.
   *
   * @return the one instance of this object
   */
  public OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  /**
   * Makes this what the whole process uses, until it is closed. {@link #openTelemetry()} is what
   * {@link io.opentelemetry.api.GlobalOpenTelemetry} gives, for libraries that cannot be handed an
   * instance; call it before they ask for it: a tracer, meter or logger that they keep stays with
   * whoever was installed then.
   *
   * <p>What SLF4J logs, where {@code obs-slf4j} is present, goes to {@link #logging()}, that of
   * loggers that exist too; and the {@link Operations} of the process, those of woven methods,
   * record here, even those that were declared before. Both are installed also where the
   * OpenTelemetry agent was there before. Idempotent.
   *
   * @return false if it is not installed, because the OpenTelemetry agent, another library or
   *     another {@code Obs} was there before, or this one is closed, which is told in one log line
   */
  public boolean installGlobal() {
    if (closing.get()) {
      diagnostics().inform("This Obs is closed: it is not installed. Start another one.");
      return false;
    }
    if (!Operations.install(operations)) {
      return refused(GlobalTelemetry.Outcome.OWNED_BY_ANOTHER);
    }
    boolean attached = logging.attach();
    GlobalTelemetry.Outcome outcome = GlobalTelemetry.INSTANCE.attach(openTelemetry);
    if (outcome != GlobalTelemetry.Outcome.OWNED) {
      return refused(outcome);
    }
    if (!attached) {
      diagnostics()
          .inform(
              "Loggers lead to another Logging: they are left as they are. Detach that one first.");
    }
    return attached;
  }

  private boolean refused(GlobalTelemetry.Outcome outcome) {
    diagnostics()
        .inform(
            outcome == GlobalTelemetry.Outcome.FOREIGN
                ? "GlobalOpenTelemetry was set before, as the OpenTelemetry agent does: it is left"
                    + " as it is. Hand Obs.openTelemetry() to the libraries instead."
                : "Another Obs is installed as GlobalOpenTelemetry: it is left as it is. Close that"
                    + " one first, or hand Obs.openTelemetry() to the libraries.");
    return false;
  }

  /**
   * What is being observed.
   *
   * @return the service, its process and host
   */
  public Resource resource() {
    return signals.resource();
  }

  /**
   * The signals of the whole process, for code that is handed none: those of whichever {@code Obs}
   * is installed at the moment, or of who has set {@code GlobalOpenTelemetry} before. Unlike asking
   * that, it leaves the global to be installed later.
   *
   * @return always the same; it records nothing while nobody is installed
   */
  public static OpenTelemetry globalOpenTelemetry() {
    return GlobalTelemetry.INSTANCE.orForeign();
  }

  /**
   * Where the library counts its own faults.
   *
   * @return the diagnostics
   */
  public Diagnostics diagnostics() {
    return signals.diagnostics();
  }

  /**
   * Exports what was recorded before the call, where an exporter pushes, and writes what was
   * logged. The exporters flush side by side: a slow one does not hold up another. Never throws.
   *
   * @param limit how long to wait at the most; none or a negative one only asks, and leaves the
   *     exporters to it
   * @return false if something could not be delivered in time, or if nobody waited to know
   */
  public boolean flush(Duration limit) {
    long begun = System.nanoTime();
    boolean flushed = exporters.flush(limit);
    return logging.flush(left(limit, begun)) && flushed;
  }

  /**
   * Closes the exporters, the last one started first, each within its share of the time that is
   * left. One that fails or hangs is reported, and the others are closed all the same. A second
   * call waits for the first. Never throws.
   *
   * @param limit how long to take at the most
   */
  public void close(Duration limit) {
    if (closing.compareAndSet(false, true)) {
      try {
        GlobalTelemetry.INSTANCE.detach(openTelemetry);
        Operations.uninstall(operations);
        logging.refuseLoggers();
        signals.health().close();
        long begun = System.nanoTime();
        exporters.close(limit);
        removeRuntimeMetrics(left(limit, begun));
        closeLogging(left(limit, begun));
        logging.detach();
        forgetShutdown();
      } finally {
        closed.countDown();
      }
    } else {
      awaitClosed(limit);
    }
  }

  /** Closes within ten seconds. */
  @Override
  public void close() {
    close(DEFAULT_CLOSE_LIMIT);
  }

  private static Duration left(Duration limit, long begun) {
    return limit.minusNanos(System.nanoTime() - begun);
  }

  private static String serviceName(Resource resource) {
    String name = resource.attributes().get(Resource.SERVICE_NAME);
    return name == null ? "" : name;
  }

  void start(String name, Exporter exporter) {
    exporters.start(name, exporter);
  }

  void installRuntimeMetrics() {
    runtimeMetrics = RuntimeMetrics.install(metrics);
  }

  private void removeRuntimeMetrics(Duration limit) {
    RuntimeMetrics installed = runtimeMetrics;
    if (installed != null) {
      exporters.close("runtime metrics", share -> installed.close(), limit);
    }
  }

  /**
   * Last of all, while loggers still lead here: what they say while the others close is written to
   * the sinks of this service, and masked as it has it.
   */
  private void closeLogging(Duration limit) {
    Consumer<Duration> close = logging.closer();
    if (close != null) {
      exporters.close("logging", close, limit);
    }
  }

  void startLogging() {
    logging.startIfChosen();
  }

  void closeOnShutdown() {
    Thread hook = new Thread(this::close, "obs-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    shutdownHook = hook;
  }

  private void forgetShutdown() {
    Thread hook = shutdownHook;
    if (hook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is going down already, perhaps on this very thread.
      }
    }
  }

  private void awaitClosed(Duration limit) {
    try {
      closed.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
