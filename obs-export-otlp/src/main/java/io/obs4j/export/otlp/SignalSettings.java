package io.obs4j.export.otlp;

import io.obs4j.core.Signal;
import io.obs4j.core.internal.http.HttpSettingsBuilder;
import io.obs4j.core.internal.http.HttpUrl;
import java.util.Locale;

/** Where and how one signal is sent, while it is described. */
final class SignalSettings {

  static final String DEFAULT_ENDPOINT = "http://localhost:4318";

  final HttpSettingsBuilder http;
  final Signal signal;
  OtlpProtocol protocol = OtlpProtocol.PROTOBUF;

  /** False if it must not be exported, as it could not be told whom to trust. */
  boolean usable = true;

  SignalSettings(Signal signal) {
    this.signal = signal;
    this.http = new HttpSettingsBuilder(DEFAULT_ENDPOINT + path());
  }

  /** The path that is appended to an endpoint of all signals. */
  String path() {
    return "/v1/" + name(signal);
  }

  /** As messages and counts have it. */
  static String name(Signal signal) {
    return signal.name().toLowerCase(Locale.ROOT);
  }

  /** Sends to the standard path beneath an endpoint that can be used. */
  void base(HttpUrl base) {
    http.endpoint(base.resolve(path()));
  }

  OtlpPipelines.OtlpDestination build() {
    String type = protocol == OtlpProtocol.JSON ? "application/json" : "application/x-protobuf";
    return new OtlpPipelines.OtlpDestination(http.build(type), protocol);
  }
}
