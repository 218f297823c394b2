package io.obs4j.export.otlp;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Environment;
import io.obs4j.core.Signal;
import io.obs4j.core.internal.http.HttpBatchExporter;
import io.obs4j.core.internal.http.HttpSettingsBuilder;
import io.obs4j.core.internal.http.HttpUrl;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Describes an {@link OtlpExporter}. What is said of one thing twice, the later counts. Not safe
 * for use by several threads at once.
 */
public final class OtlpExporterBuilder {

  /** Where a receiver is looked for: {@value}. */
  public static final String DEFAULT_ENDPOINT = SignalSettings.DEFAULT_ENDPOINT;

  /** How many requests may be under way at once for each signal: {@value}. */
  public static final int DEFAULT_CONCURRENCY = HttpSettingsBuilder.DEFAULT_CONCURRENCY;

  /** How long a request may take: ten seconds. */
  public static final Duration DEFAULT_TIMEOUT = HttpSettingsBuilder.DEFAULT_TIMEOUT;

  /** How many bytes of requests may wait to be sent again for each signal: {@value}. */
  public static final long DEFAULT_RETRY_BYTES = HttpBatchExporter.DEFAULT_RETRY_BYTES;

  /** How long it is from one reading of the metrics to the next: a minute. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

  static final Duration DEFAULT_METRIC_TIMEOUT = Duration.ofSeconds(30);
  static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
  static final Duration MOST_INTERVAL = Duration.ofDays(1);

  /** How many bytes a spill may take for each signal, where the environment tells none. */
  static final long DEFAULT_SPILL_BYTES = 256L << 20;

  static final long LEAST_SPILL_BYTES = 1L << 20;
  static final long MOST_SPILL_BYTES = 1L << 40;

  private static final long MOST_RETRY_BYTES = 1L << 40;

  final Map<Signal, SignalSettings> settings = new EnumMap<>(Signal.class);
  final Map<Signal, BatchSettings> batches = new EnumMap<>(Signal.class);
  Set<Signal> signals = EnumSet.allOf(Signal.class);
  long retryBytes = DEFAULT_RETRY_BYTES;
  OtlpPipelines.@Nullable SpillSettings spill;
  Duration interval = DEFAULT_INTERVAL;
  Duration metricTimeout = DEFAULT_METRIC_TIMEOUT;
  OtlpTemporality temporality = OtlpTemporality.CUMULATIVE;

  OtlpExporterBuilder() {
    for (Signal signal : Signal.values()) {
      settings.put(signal, new SignalSettings(signal));
    }
    batches.put(Signal.TRACES, BatchSettings.defaults());
    batches.put(Signal.LOGS, BatchSettings.builder().delay(Duration.ofSeconds(1)).build());
  }

  /** What the environment says; a malformed variable leaves the default. */
  OtlpExporterBuilder environment(Environment environment) {
    new OtlpEnvironment(environment).apply(this);
    return this;
  }

  private OtlpExporterBuilder each(Consumer<SignalSettings> change) {
    settings.values().forEach(change);
    return this;
  }

  SignalSettings settings(Signal signal) {
    return Objects.requireNonNull(settings.get(signal));
  }

  /**
   * Where the receiver is, for all signals; {@value #DEFAULT_ENDPOINT} by default. The standard
   * paths are appended: {@code /v1/traces}, {@code /v1/metrics} and {@code /v1/logs}.
   *
   * @param base an absolute URL of {@code http} or {@code https}
   * @return this
   * @throws IllegalArgumentException if it is something else, has a user or a fragment, or is the
   *     address at which collectors take gRPC
   */
  public OtlpExporterBuilder endpoint(String base) {
    HttpUrl endpoint = usable(base);
    return each(signal -> signal.base(endpoint));
  }

  /**
   * Where the receiver of one signal is.
   *
   * @param signal that is sent there
   * @param url an absolute URL of {@code http} or {@code https}, used as it is
   * @return this
   * @throws IllegalArgumentException as {@link #endpoint(String)} does
   */
  public OtlpExporterBuilder endpoint(Signal signal, String url) {
    settings(signal).http.endpoint(usable(url));
    return this;
  }

  private static HttpUrl usable(String url) {
    HttpUrl endpoint = HttpUrl.parse(url);
    if (endpoint == null) {
      throw unusable("endpoint", HttpSettingsBuilder.shown(url), OtlpEndpoint.EXPECTED);
    }
    if (OtlpEndpoint.isGrpc(endpoint)) {
      throw unusable(
          "endpoint",
          endpoint,
          OtlpEndpoint.NO_GRPC + ". Use " + OtlpEndpoint.overHttp(endpoint) + '.');
    }
    return endpoint;
  }

  /**
   * Which signals are exported; all by default.
   *
   * @param chosen at least one
   * @return this
   * @throws IllegalArgumentException if there is none
   */
  public OtlpExporterBuilder signals(Collection<Signal> chosen) {
    if (chosen.isEmpty()) {
      throw unusable("signals", chosen, "at least one of " + EnumSet.allOf(Signal.class));
    }
    signals = EnumSet.copyOf(chosen);
    return this;
  }

  /**
   * How requests are written; {@link OtlpProtocol#PROTOBUF} by default.
   *
   * @param protocol for all signals
   * @return this
   */
  public OtlpExporterBuilder protocol(OtlpProtocol protocol) {
    Objects.requireNonNull(protocol, "protocol");
    return each(signal -> signal.protocol = protocol);
  }

  /**
   * A header of every request, such as one with credentials. Given twice, the later value counts.
   *
   * @param name of the header; not one that the exporter writes itself, such as {@code Host}
   * @param value of visible ASCII characters and single spaces; never logged
   * @return this
   * @throws IllegalArgumentException if either cannot be used; the message does not tell the value
   */
  public OtlpExporterBuilder header(String name, String value) {
    return each(signal -> signal.http.header(name, value));
  }

  /**
   * How long a request may take, from the connecting to the end of the answer; ten seconds by
   * default.
   *
   * @param value above zero, up to an hour
   * @return this
   * @throws IllegalArgumentException if it is outside
   */
  public OtlpExporterBuilder timeout(Duration value) {
    return each(signal -> signal.http.timeout(value));
  }

  /**
   * Whether requests are compressed, which saves network and costs processor time; off by default.
   *
   * @param on whether they are
   * @return this
   */
  public OtlpExporterBuilder gzip(boolean on) {
    return each(signal -> signal.http.gzip(on));
  }

  /**
   * How many requests of each signal may be under way at once, each with a thread and a connection
   * that are made when they are needed; {@value #DEFAULT_CONCURRENCY} by default. Metrics need one.
   *
   * @param value from 1 to 64
   * @return this
   * @throws IllegalArgumentException if it is outside
   */
  public OtlpExporterBuilder concurrency(int value) {
    return each(signal -> signal.http.concurrency(value));
  }

  /**
   * Whom to trust, and who we are, if an endpoint is one of {@code https}; the default of the JVM
   * otherwise.
   *
   * @param context with the certificates
   * @return this
   */
  public OtlpExporterBuilder tls(SSLContext context) {
    return each(signal -> signal.http.tls(context));
  }

  /**
   * Chooses the proxy; by default the properties of the JVM do, such as {@code http.proxyHost},
   * {@code https.proxyHost} and {@code http.nonProxyHosts}.
   *
   * @param selector asked for each new connection
   * @return this
   */
  public OtlpExporterBuilder proxies(ProxySelector selector) {
    return each(signal -> signal.http.proxies(selector));
  }

  /**
   * How spans or log records wait and travel; {@link BatchSettings#defaults()} for spans, and with
   * a delay of a second for logs. Their export timeout does not count: what fails waits for as long
   * as there is room.
   *
   * @param signal {@link Signal#TRACES} or {@link Signal#LOGS}
   * @param value of the queue and the batches
   * @return this
   * @throws IllegalArgumentException for metrics, which have no batches
   */
  public OtlpExporterBuilder batches(Signal signal, BatchSettings value) {
    if (signal == Signal.METRICS) {
      throw unusable("signal", signal, "one that travels in batches: TRACES or LOGS");
    }
    batches.put(signal, Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * How many bytes of requests with spans, and of those with log records, may wait to be sent
   * again; {@value #DEFAULT_RETRY_BYTES} by default. For those that are beyond, the oldest go.
   *
   * @param value zero or more; zero keeps none
   * @return this
   * @throws IllegalArgumentException if it is negative or above 2<sup>40</sup>
   */
  public OtlpExporterBuilder retryBytes(long value) {
    if (value < 0 || value > MOST_RETRY_BYTES) {
      throw unusable("retryBytes", value, "from 0 to " + MOST_RETRY_BYTES);
    }
    retryBytes = value;
    return this;
  }

  /**
   * Keeps on disk what would be lost: requests with spans or log records that have no room in
   * memory while the receiver is away, and those that a close has no time for. They are sent when
   * it is back, or by the next process that is given the directory. Off by default.
   *
   * <p>The files can be read by this user alone, where the file system knows users; one process
   * uses a directory at a time. Beyond the limit the oldest go. What was on its way when a process
   * ended may arrive twice.
   *
   * @param directory made if it is not there, with one in it for each signal
   * @param bytes how many the files of each signal may take, from 1 MiB to 2<sup>40</sup>
   * @return this
   * @throws IllegalArgumentException if the number is outside
   */
  public OtlpExporterBuilder spill(Path directory, long bytes) {
    if (bytes < LEAST_SPILL_BYTES || bytes > MOST_SPILL_BYTES) {
      throw unusable("bytes", bytes, "from " + LEAST_SPILL_BYTES + " to " + MOST_SPILL_BYTES);
    }
    spill = new OtlpPipelines.SpillSettings(Objects.requireNonNull(directory, "directory"), bytes);
    return this;
  }

  /**
   * How long it is from one reading of the metrics to the next; a minute by default.
   *
   * @param value from a tenth of a second to a day
   * @return this
   * @throws IllegalArgumentException if it is outside
   */
  public OtlpExporterBuilder interval(Duration value) {
    if (value.compareTo(LEAST_INTERVAL) < 0 || value.compareTo(MOST_INTERVAL) > 0) {
      throw unusable("interval", value, "from " + LEAST_INTERVAL + " to " + MOST_INTERVAL);
    }
    interval = value;
    return this;
  }

  /**
   * Since when sums and histograms are counted; {@link OtlpTemporality#CUMULATIVE} by default.
   *
   * @param value as the receiver wants them
   * @return this
   */
  public OtlpExporterBuilder temporality(OtlpTemporality value) {
    temporality = Objects.requireNonNull(value, "value");
    return this;
  }

  /**
   * Makes the exporter.
   *
   * @return an exporter that is not started
   */
  public OtlpExporter build() {
    return new OtlpExporter(pipelines());
  }

  OtlpPipelines pipelines() {
    Map<Signal, OtlpPipelines.OtlpDestination> destinations = new EnumMap<>(Signal.class);
    for (Signal signal : signals) {
      if (settings(signal).usable) {
        destinations.put(signal, settings(signal).build());
      }
    }
    return new OtlpPipelines(
        destinations.keySet(),
        destinations,
        new EnumMap<>(batches),
        retryBytes,
        spill,
        new OtlpPipelines.MetricSettings(interval, metricTimeout, temporality));
  }

  private static IllegalArgumentException unusable(String name, Object value, String expected) {
    return new IllegalArgumentException(name + " is " + value + ", but must be " + expected);
  }
}
