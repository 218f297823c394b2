package io.obs4j.export.otlp;

/**
 * How requests are written.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
public enum OtlpProtocol {
  /** Protocol Buffers: {@code http/protobuf}. */
  PROTOBUF,
  /** JSON, by the JSON mapping of OTLP: {@code http/json}. */
  JSON
}
