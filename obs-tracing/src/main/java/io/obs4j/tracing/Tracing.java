package io.obs4j.tracing;

import io.obs4j.core.Broadcast;
import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.RecordSource;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.util.Objects;

/**
 * The spans of a process: hands out OpenTelemetry's tracers, and what has ended to exporters. Safe
 * for use by any thread.
 *
 * <pre>{@code
 * Tracing tracing = Tracing.create();
 * tracing.spans().subscribe(span -> System.out.println(span.name() + " " + span.attributes()));
 *
 * Tracer tracer = tracing.tracerProvider().get("orders");
 * Span span = tracer.spanBuilder("charge card").startSpan();
 * try (Scope scope = span.makeCurrent()) {
 *   span.setAttribute("order.id", id);
 * } finally {
 *   span.end();
 * }
 * }</pre>
 */
public final class Tracing {

  /** The kind of fault when a sampler throws. */
  public static final String FAULT_OF_SAMPLER = "tracing.sampler";

  /** The kind of fault when an id generator throws. */
  public static final String FAULT_OF_IDS = "tracing.ids";

  /** The kind of fault when a span ends before it started. */
  public static final String FAULT_OF_TIME = "tracing.time";

  private final Engine engine;
  private final Tracers tracers;

  private Tracing(Builder builder) {
    engine =
        new Engine(
            new Timeline(builder.clock),
            builder.sampler,
            builder.limits,
            GuardedIds.of(builder.ids, builder.diagnostics),
            builder.diagnostics,
            new Broadcast<>(builder.diagnostics),
            new SpanCounts(builder.diagnostics.metrics()));
    tracers = new Tracers(engine);
  }

  /**
   * Tracing with all defaults.
   *
   * @return new tracing
   */
  public static Tracing create() {
    return builder().build();
  }

  /**
   * Tracing with settings.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The tracers, as OpenTelemetry's API has them. No call on them or on their spans throws,
   * whatever it is given.
   *
   * @return the one provider of this tracing
   */
  public TracerProvider tracerProvider() {
    return tracers;
  }

  /**
   * The tracer of a scope that has attributes, which OpenTelemetry's builder cannot name.
   *
   * @param scope the library or part of the program that records
   * @return the same tracer for the same scope, unless there are more than a thousand of them
   */
  public Tracer tracer(InstrumentationScope scope) {
    return tracers.of(Objects.requireNonNull(scope, "scope"));
  }

  /**
   * The spans that end, each handed to all subscribers on the thread that ended it.
   *
   * <p>Among them are those that are only recorded, by {@link Sampling.Decision#RECORD}: their
   * {@link SpanRecord#flags flags} lack {@code sampled}, and whoever exports leaves them out.
   *
   * @return the source that exporters subscribe to
   */
  public RecordSource<SpanRecord> spans() {
    return engine.spans();
  }

  /**
   * Where faults of tracing are told, and what the limits dropped is counted.
   *
   * @return the diagnostics
   */
  public Diagnostics diagnostics() {
    return engine.diagnostics();
  }

  /** Settings of {@link Tracing}. Not safe for use by several threads at once. */
  public static final class Builder {

    private Clock clock = Clock.system();
    private Diagnostics diagnostics = Diagnostics.create();
    private Sampler sampler = Sampler.parentBased(Sampler.alwaysOn());
    private SpanLimits limits = SpanLimits.DEFAULT;
    private IdGenerator ids = IdGenerator.random();

    private Builder() {}

    /**
     * Sets the clock, by default the machine's. Spans are timed by its monotonic part; the wall
     * clock is read once a second.
     *
     * @param newClock tells when spans start and end
     * @return this builder
     */
    public Builder clock(Clock newClock) {
      clock = Objects.requireNonNull(newClock, "clock");
      return this;
    }

    /**
     * Sets where faults are counted and told, by default new diagnostics.
     *
     * @param newDiagnostics shared with the exporters
     * @return this builder
     */
    public Builder diagnostics(Diagnostics newDiagnostics) {
      diagnostics = Objects.requireNonNull(newDiagnostics, "diagnostics");
      return this;
    }

    /**
     * Sets what decides which spans are recorded, by default {@link Sampler#parentBased} on {@link
     * Sampler#alwaysOn}: all but those whose parent was not sampled.
     *
     * @param newSampler asked at the start of each span
     * @return this builder
     */
    public Builder sampler(Sampler newSampler) {
      sampler = Objects.requireNonNull(newSampler, "sampler");
      return this;
    }

    /**
     * Sets how much a span may hold, by default {@link SpanLimits#DEFAULT}.
     *
     * @param newLimits for each span
     * @return this builder
     */
    public Builder limits(SpanLimits newLimits) {
      limits = Objects.requireNonNull(newLimits, "limits");
      return this;
    }

    /**
     * Sets what makes ids, by default {@link IdGenerator#random}.
     *
     * @param newIds asked at the start of each span
     * @return this builder
     */
    public Builder idGenerator(IdGenerator newIds) {
      ids = Objects.requireNonNull(newIds, "idGenerator");
      return this;
    }

    /**
     * Builds the tracing.
     *
     * @return new tracing
     */
    public Tracing build() {
      return new Tracing(this);
    }
  }
}
