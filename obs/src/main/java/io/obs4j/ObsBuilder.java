package io.obs4j;

import io.obs4j.context.ScopeLeakDetector;
import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.Resource;
import io.obs4j.logging.LoggingBuilder;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.Rules;
import io.obs4j.metrics.runtime.RuntimeMetrics;
import io.obs4j.tracing.Propagators;
import io.obs4j.tracing.Sampler;
import io.obs4j.tracing.SpanLimits;
import io.obs4j.tracing.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes an {@link Obs}, and starts it once. Where both say something, code wins over the
 * environment, as the OpenTelemetry specification has it for resources; only rules are those of
 * both. Not safe for use by several threads at once.
 */
public final class ObsBuilder {

  private final Resource.Builder resource = Resource.builder();
  private final List<Exporter> exporters = new ArrayList<>();
  private final List<Consumer<Metrics.Builder>> metricsSettings = new ArrayList<>();
  private final List<Consumer<Tracing.Builder>> tracingSettings = new ArrayList<>();
  private final List<Consumer<LoggingBuilder>> loggingSettings = new ArrayList<>();
  private @Nullable OpenTelemetry spans;
  private @Nullable TextMapPropagator propagator;
  private Clock clock = Clock.system();
  private @Nullable Diagnostics diagnostics;
  private @Nullable Map<String, String> variables;
  private boolean exportFromEnvironment;
  private @Nullable Boolean runtimeMetrics;
  private boolean strict;
  private boolean closeOnShutdown;
  private boolean started;

  ObsBuilder() {}

  /**
   * Names the service; otherwise {@code OTEL_SERVICE_NAME} does.
   *
   * @param name the logical name, the same for all instances
   * @param version the version, empty if unknown
   * @return this
   * @throws IllegalArgumentException if the name is blank
   */
  public ObsBuilder service(String name, String version) {
    resource.service(name, version);
    return this;
  }

  /**
   * Tells more of the service, such as {@code resource(r ->
   * r.attribute("deployment.environment.name", "staging"))}; otherwise {@code
   * OTEL_RESOURCE_ATTRIBUTES} does. Host, process and runtime are detected.
   *
   * @param facts adds them to what was told before
   * @return this
   */
  public ObsBuilder resource(Consumer<Resource.Builder> facts) {
    facts.accept(resource);
    return this;
  }

  /**
   * Adds an exporter; by default there is none. It is started and closed with what is built.
   *
   * @param exporter that was not started
   * @return this
   * @throws IllegalArgumentException if it was added already
   */
  public ObsBuilder export(Exporter exporter) {
    Objects.requireNonNull(exporter, "exporter");
    if (exporters.stream().anyMatch(known -> known == exporter)) {
      throw new IllegalArgumentException(
          "The exporter " + exporter + " is added twice. Add it once, or make a second one.");
    }
    exporters.add(exporter);
    return this;
  }

  /**
   * Adds the exporters that {@code OTEL_METRICS_EXPORTER}, {@code OTEL_TRACES_EXPORTER} and {@code
   * OTEL_LOGS_EXPORTER} name, lists separated by commas, such as {@code prometheus}; none if they
   * are unset or {@code none}. A name that no library on the class path answers to is a fault of
   * the environment: said in one line and counted, or fatal if strict.
   *
   * @return this
   * @see io.obs4j.core.ExporterProvider
   */
  public ObsBuilder exportFromEnvironment() {
    exportFromEnvironment = true;
    return this;
  }

  /**
   * Sets the metrics, such as {@code metrics(m -> m.limit(500).exemplars(false))}. Their clock and
   * diagnostics are those of this builder. Rules that are set here come first, and those of the
   * file that {@code OBS_METRICS_RULES} names after them: whoever runs the service has the last
   * word.
   *
   * @param settings applied when it starts; those given later come later
   * @return this
   */
  public ObsBuilder metrics(Consumer<Metrics.Builder> settings) {
    metricsSettings.add(Objects.requireNonNull(settings, "settings"));
    return this;
  }

  /**
   * Sets the traces, such as {@code tracing(t -> t.sampler(Sampler.ratio(0.1)))}. Their clock and
   * diagnostics are those of this builder; the sampler and the limits otherwise those of {@code
   * OTEL_TRACES_SAMPLER} and {@code OTEL_SPAN_*_LIMIT}.
   *
   * @param settings applied when it starts; those given later come later
   * @return this
   */
  public ObsBuilder tracing(Consumer<Tracing.Builder> settings) {
    tracingSettings.add(Objects.requireNonNull(settings, "settings"));
    return this;
  }

  /**
   * Sets the logs, such as {@code logging(l -> l.level("io.acme", LogLevel.DEBUG))}. Their
   * resource, clock and diagnostics are those of this builder; levels and limits otherwise those of
   * {@code OBS_LOG_*}. Without it, they are made when they are first asked for.
   *
   * @param settings applied when it starts; those given later come later
   * @return this
   */
  public ObsBuilder logging(Consumer<LoggingBuilder> settings) {
    loggingSettings.add(Objects.requireNonNull(settings, "settings"));
    return this;
  }

  /**
   * Leaves the spans to somebody else, such as an SDK that the service has already or the
   * OpenTelemetry agent, so that all of them are of one trace: whatever makes spans here does it
   * with its tracers and, unless {@link #propagator} is called, its propagators. Metrics and logs
   * stay here. Settings of traces then have no effect, and exporters get no spans.
   *
   * @param maker is not closed with what is built
   * @return this
   */
  public ObsBuilder spansBy(OpenTelemetry maker) {
    spans = Objects.requireNonNull(maker, "maker");
    return this;
  }

  /**
   * Sets how the context of spans travels between services, otherwise {@code OTEL_PROPAGATORS}
   * does, by default W3C trace context and baggage.
   *
   * @param newPropagator such as {@code Propagators.b3()}
   * @return this
   */
  public ObsBuilder propagator(TextMapPropagator newPropagator) {
    propagator = Objects.requireNonNull(newPropagator, "propagator");
    return this;
  }

  /**
   * Switches metrics of the JVM, its process, the machine and the container; by default {@code
   * OBS_RUNTIME_METRICS} does, and they are off.
   *
   * @param on whether they are shown
   * @return this
   * @see RuntimeMetrics
   */
  public ObsBuilder runtimeMetrics(boolean on) {
    runtimeMetrics = on;
    return this;
  }

  /**
   * Sets the clock, by default the machine's.
   *
   * @param newClock of all parts
   * @return this
   */
  public ObsBuilder clock(Clock newClock) {
    clock = Objects.requireNonNull(newClock, "clock");
    return this;
  }

  /**
   * Sets where faults are counted and told, by default new diagnostics that log to the {@link
   * System.Logger} named {@code io.obs4j}.
   *
   * @param newDiagnostics of all parts
   * @return this
   */
  public ObsBuilder diagnostics(Diagnostics newDiagnostics) {
    diagnostics = Objects.requireNonNull(newDiagnostics, "diagnostics");
    return this;
  }

  /**
   * Reads these variables in place of the environment of the process and its system properties.
   *
   * @param newVariables by name; copied
   * @return this
   */
  public ObsBuilder environment(Map<String, String> newVariables) {
    variables = Map.copyOf(newVariables);
    return this;
  }

  /**
   * Makes faults of the environment fatal: a malformed variable, an unknown exporter, a port in
   * use. {@code OBS_STRICT=true} does the same.
   *
   * @return this
   */
  public ObsBuilder strict() {
    strict = true;
    return this;
  }

  /**
   * Closes what is built when the JVM goes down, unless it was closed before. By default nothing
   * hooks into the shutdown.
   *
   * @return this
   */
  public ObsBuilder closeOnShutdown() {
    closeOnShutdown = true;
    return this;
  }

  /**
   * Starts the exporters, in the order in which they were added, those of the environment last.
   * With {@code OTEL_SDK_DISABLED=true} none is started and nothing is recorded; lines of logs are
   * written all the same.
   *
   * @return what was started
   * @throws IllegalStateException if it was started before, as its exporters start only once
   * @throws IllegalArgumentException if strict, and a variable cannot be used
   * @throws RuntimeException what an exporter throws that was added in code, after those before it
   *     were closed
   */
  public Obs start() {
    if (started) {
      throw new IllegalStateException(
          "start() was called before, and exporters start only once. Describe another one with"
              + " Obs.builder(), with exporters of its own.");
    }
    started = true;
    Environment environment = readEnvironment();
    Diagnostics shared = environment.diagnostics();
    boolean disabled = environment.flag("OTEL_SDK_DISABLED");
    Rules lastWord = EnvironmentRules.read(environment);
    Metrics.Builder settings = Metrics.builder();
    for (Consumer<Metrics.Builder> setting : metricsSettings) {
      setting.accept(settings);
    }
    settings.rules(lastWord);
    if (disabled) {
      settings.rules(Rules.builder().deny("*").build());
    }
    Metrics metrics = settings.clock(clock).diagnostics(shared).build();
    Resource observed = Resource.fromEnvironment(environment).merge(resource.build());
    Tracing tracing = tracing(environment);
    LazyLogging logging = new LazyLogging(observed, environment, clock, loggingSettings);
    Telemetry telemetry =
        new Telemetry(
            disabled ? TracerProvider.noop() : tracers(tracing),
            metrics.meterProvider(),
            disabled ? null : logging,
            ContextPropagators.create(propagator(environment)));
    Obs obs =
        new Obs(
            metrics,
            new Wiring(
                observed,
                metrics,
                tracing.spans(),
                logging,
                new LateHealth(metrics, clock, shared),
                shared,
                clock,
                environment.isStrict()),
            logging,
            telemetry);
    try {
      obs.startLogging();
      if (disabled) {
        shared.inform(
            "OTEL_SDK_DISABLED=true: nothing is recorded or exported. Unset it to switch that on.");
      } else {
        start(obs, environment);
      }
      return obs;
    } catch (RuntimeException | Error e) {
      obs.close();
      throw e;
    }
  }

  private Tracing tracing(Environment environment) {
    Tracing.Builder settings =
        Tracing.builder()
            .sampler(Sampler.fromEnvironment(environment))
            .limits(SpanLimits.fromEnvironment(environment));
    for (Consumer<Tracing.Builder> each : tracingSettings) {
      each.accept(settings);
    }
    return settings.clock(clock).diagnostics(environment.diagnostics()).build();
  }

  private TracerProvider tracers(Tracing tracing) {
    return spans == null ? tracing.tracerProvider() : spans.getTracerProvider();
  }

  private TextMapPropagator propagator(Environment environment) {
    if (propagator != null) {
      return propagator;
    }
    return spans == null
        ? Propagators.fromEnvironment(environment)
        : spans.getPropagators().getTextMapPropagator();
  }

  private Environment readEnvironment() {
    Diagnostics shared = diagnostics == null ? Diagnostics.create(clock) : diagnostics;
    Environment read =
        variables == null ? Environment.system(shared) : Environment.of(variables, shared);
    return strict ? read.strict() : read;
  }

  private void start(Obs obs, Environment environment) {
    if (environment.flag("OBS_CONTEXT_CHECK")) {
      ScopeLeakDetector.install(environment.diagnostics());
    }
    if (runtimeMetrics == null ? environment.flag("OBS_RUNTIME_METRICS") : runtimeMetrics) {
      obs.installRuntimeMetrics();
    }
    for (Exporter exporter : exporters) {
      obs.start(nameOf(exporter), exporter);
    }
    if (exportFromEnvironment) {
      new EnvironmentExporters(environment).start(obs);
    }
    if (closeOnShutdown) {
      obs.closeOnShutdown();
    }
  }

  /** The class without its package; anonymous classes have no simple name. */
  private static String nameOf(Exporter exporter) {
    String name = exporter.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
