package io.obs4j.export.otlp;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Environment;
import io.obs4j.core.Signal;
import io.obs4j.core.internal.http.HttpSettingsBuilder;
import io.obs4j.core.internal.http.HttpUrl;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code OTEL_EXPORTER_OTLP_*}: what is said of a signal, or else of all.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OpenTelemetry, OTLP
 *     exporter</a>
 */
final class OtlpEnvironment {

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String SPILL_DIRECTORY = "OBS_OTLP_SPILL_DIRECTORY";
  private static final String SPILL_MEBIBYTES = "OBS_OTLP_SPILL_MEBIBYTES";
  private static final String INTERVAL = "OTEL_METRIC_EXPORT_INTERVAL";
  private static final String METRIC_TIMEOUT = "OTEL_METRIC_EXPORT_TIMEOUT";
  private static final String TEMPORALITY = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE";

  /** The names of what can be said of all signals, and of each. */
  private enum Setting {
    ENDPOINT,
    HEADERS,
    TIMEOUT,
    COMPRESSION,
    PROTOCOL,
    CERTIFICATE,
    CLIENT_KEY,
    CLIENT_CERTIFICATE;

    String variable(Signal signal) {
      return "OTEL_EXPORTER_OTLP_" + signal + '_' + this;
    }

    String variable() {
      return "OTEL_EXPORTER_OTLP_" + this;
    }
  }

  private final Environment environment;

  OtlpEnvironment(Environment environment) {
    this.environment = environment;
  }

  void apply(OtlpExporterBuilder builder) {
    HttpUrl base = endpoint(ENDPOINT, OtlpExporterBuilder.DEFAULT_ENDPOINT, "");
    for (SignalSettings settings : builder.settings.values()) {
      if (base != null) {
        settings.base(base);
      }
      apply(settings);
    }
    spill(builder);
    builder.interval = interval();
    builder.metricTimeout =
        environment.millis(METRIC_TIMEOUT, OtlpExporterBuilder.DEFAULT_METRIC_TIMEOUT);
    builder.temporality = temporality();
    builder.batches.put(Signal.TRACES, BatchSettings.spans(environment));
    builder.batches.put(Signal.LOGS, BatchSettings.logs(environment));
  }

  private void spill(OtlpExporterBuilder builder) {
    int usual = (int) (OtlpExporterBuilder.DEFAULT_SPILL_BYTES >> 20);
    int most = (int) (OtlpExporterBuilder.MOST_SPILL_BYTES >> 20);
    long mebibytes = environment.integer(SPILL_MEBIBYTES, usual, 1, most);
    String directory = environment.text(SPILL_DIRECTORY).orElse("");
    if (directory.isEmpty()) {
      return;
    }
    try {
      builder.spill(Path.of(directory), mebibytes << 20);
    } catch (InvalidPathException e) {
      environment.malformed(SPILL_DIRECTORY, directory, "a path", "none");
    }
  }

  private Duration interval() {
    Duration least = OtlpExporterBuilder.LEAST_INTERVAL;
    Duration most = OtlpExporterBuilder.MOST_INTERVAL;
    Duration interval = environment.millis(INTERVAL, OtlpExporterBuilder.DEFAULT_INTERVAL);
    if (interval.compareTo(least) >= 0 && interval.compareTo(most) <= 0) {
      return interval;
    }
    environment.malformed(
        INTERVAL,
        Long.toString(interval.toMillis()),
        "a number of milliseconds from " + least.toMillis() + " to " + most.toMillis(),
        OtlpExporterBuilder.DEFAULT_INTERVAL.toMillis() + " ms");
    return OtlpExporterBuilder.DEFAULT_INTERVAL;
  }

  private OtlpTemporality temporality() {
    String text = environment.text(TEMPORALITY).orElse("cumulative");
    for (OtlpTemporality temporality : OtlpTemporality.values()) {
      if (temporality.name().replace("_", "").equalsIgnoreCase(text)) {
        return temporality;
      }
    }
    environment.malformed(TEMPORALITY, text, "cumulative, delta or lowmemory", "cumulative");
    return OtlpTemporality.CUMULATIVE;
  }

  private void apply(SignalSettings settings) {
    Signal signal = settings.signal;
    HttpUrl own =
        endpoint(Setting.ENDPOINT.variable(signal), "that of all signals", settings.path());
    if (own != null) {
      settings.http.endpoint(own);
    }
    headers(settings, named(Setting.HEADERS, signal));
    settings.http.timeoutOrLongest(
        environment.millis(named(Setting.TIMEOUT, signal), OtlpExporterBuilder.DEFAULT_TIMEOUT));
    settings.http.gzip(isGzip(named(Setting.COMPRESSION, signal)));
    settings.protocol = protocol(named(Setting.PROTOCOL, signal));
    tls(settings);
  }

  /** The variable that rules a signal. */
  private String named(Setting setting, Signal signal) {
    String own = setting.variable(signal);
    return environment.text(own).isPresent() ? own : setting.variable();
  }

  /** An endpoint of gRPC becomes a path of that of HTTP. */
  private @Nullable HttpUrl endpoint(String variable, String otherwise, String path) {
    Optional<String> text = environment.text(variable);
    if (text.isEmpty()) {
      return null;
    }
    HttpUrl endpoint = HttpUrl.parse(text.get());
    if (endpoint == null) {
      String shown = HttpSettingsBuilder.shown(text.get());
      environment.malformed(variable, shown, OtlpEndpoint.EXPECTED, otherwise);
      return null;
    }
    if (OtlpEndpoint.isGrpc(endpoint)) {
      HttpUrl http = OtlpEndpoint.overHttp(endpoint).resolve(path);
      environment.malformed(variable, endpoint.toString(), OtlpEndpoint.NO_GRPC, http.toString());
      return http;
    }
    return endpoint;
  }

  private void headers(SignalSettings settings, String variable) {
    for (Map.Entry<String, String> header : environment.pairs(variable).entrySet()) {
      String name = header.getKey();
      String value = header.getValue();
      if (HttpSettingsBuilder.isHeaderName(name) && HttpSettingsBuilder.isHeaderValue(value)) {
        settings.http.header(name, value);
      } else {
        environment.malformed(
            variable, value, "made of headers that can be sent: " + name + " cannot", "the others");
      }
    }
  }

  private boolean isGzip(String variable) {
    String text = environment.text(variable).orElse("none");
    boolean gzip = text.equalsIgnoreCase("gzip");
    if (!gzip && !text.equalsIgnoreCase("none")) {
      environment.malformed(variable, text, "gzip or none", "none");
    }
    return gzip;
  }

  private OtlpProtocol protocol(String variable) {
    String text = environment.text(variable).orElse("http/protobuf");
    if (text.equalsIgnoreCase("http/json")) {
      return OtlpProtocol.JSON;
    }
    if (text.equalsIgnoreCase("grpc")) {
      environment.malformed(
          variable,
          text,
          "http/protobuf or http/json: gRPC is not spoken here, and collectors take HTTP at port"
              + " 4318",
          "http/protobuf");
    } else if (!text.equalsIgnoreCase("http/protobuf")) {
      environment.malformed(variable, text, "http/protobuf or http/json", "http/protobuf");
    }
    return OtlpProtocol.PROTOBUF;
  }

  private void tls(SignalSettings settings) {
    String trusted = named(Setting.CERTIFICATE, settings.signal);
    String chain = named(Setting.CLIENT_CERTIFICATE, settings.signal);
    String key = named(Setting.CLIENT_KEY, settings.signal);
    boolean trusts = environment.text(trusted).isPresent();
    boolean identifies = environment.text(chain).isPresent() && environment.text(key).isPresent();
    if (!identifies && environment.text(chain).isPresent()) {
      environment.malformed(chain, path(chain), "of use without " + key, "none");
    } else if (!identifies && environment.text(key).isPresent()) {
      environment.malformed(key, "***", "of use without " + chain, "none");
    }
    Path trust = null;
    if (trusts) {
      try {
        trust = Path.of(path(trusted));
        settings.http.tls(PemFiles.context(trust, null, null));
      } catch (IOException | InvalidPathException e) {
        // Whom to trust was asked to be narrowed: trusting others instead would tell them all.
        settings.usable = false;
        environment.malformed(
            trusted, path(trusted), "usable: " + e, "nothing: what it is for is not exported");
        return;
      }
    }
    if (identifies) {
      try {
        settings.http.tls(PemFiles.context(trust, Path.of(path(chain)), Path.of(path(key))));
      } catch (IOException | InvalidPathException e) {
        environment.malformed(chain, path(chain), "usable: " + e, "no client certificate");
      }
    }
  }

  private String path(String variable) {
    return environment.text(variable).orElse("");
  }
}
