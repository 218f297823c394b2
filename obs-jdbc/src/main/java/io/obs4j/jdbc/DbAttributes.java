package io.obs4j.jdbc;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The names that OpenTelemetry's semantic conventions give to what is known of a database call.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/db/">Semantic conventions for database
 *     calls</a>
 */
final class DbAttributes {

  static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("db.response.status_code");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("db.operation.batch.size");
  static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");
  static final AttributeKey<String> POOL_NAME =
      AttributeKey.stringKey("db.client.connection.pool.name");
  static final AttributeKey<String> CONNECTION_STATE =
      AttributeKey.stringKey("db.client.connection.state");

  private static final AttributeKey<String> SYSTEM_NAME = AttributeKey.stringKey("db.system.name");
  private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
  private static final AttributeKey<String> QUERY_TEXT = AttributeKey.stringKey("db.query.text");
  private static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");
  private static final AttributeKey<String> PROCEDURE =
      AttributeKey.stringKey("db.stored_procedure.name");
  private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");

  private DbAttributes() {}

  /** What calls of a query are told apart by in metrics: all that there is but its text. */
  static Attributes measured(Database database, @Nullable String summary, @Nullable String called) {
    AttributesBuilder attributes = Attributes.builder().put(SYSTEM_NAME, database.system().name());
    putIfKnown(attributes, NAMESPACE, database.namespace());
    putIfKnown(attributes, SUMMARY, summary);
    putIfKnown(attributes, PROCEDURE, called);
    putIfKnown(attributes, ADDRESS, database.address());
    if (database.port() > 0) {
      attributes.put(PORT, (long) database.port());
    }
    return attributes.build();
  }

  /** What the spans of a query have. */
  static Attributes traced(Attributes measured, String text) {
    return measured.toBuilder().put(QUERY_TEXT, text).build();
  }

  private static void putIfKnown(
      AttributesBuilder attributes, AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      attributes.put(key, value);
    }
  }
}
