package io.obs4j.logging;

import io.obs4j.core.Environment;

/**
 * How much a record may hold that exporters get; lines have limits of their own.
 *
 * @param attributes how many attributes the program may give; those of the thread, caller and
 *     exception come in addition
 * @param valueLength how many characters the text of an attribute may have; longer ones are cut
 * @see <a href="https://opentelemetry.io/docs/specs/otel/logs/sdk/#logrecord-limits">OpenTelemetry,
 *     LogRecord limits</a>
 */
record RecordLimits(int attributes, int valueLength) {

  static final RecordLimits DEFAULT = new RecordLimits(128, Integer.MAX_VALUE);

  static RecordLimits fromEnvironment(Environment environment) {
    return new RecordLimits(
        limit(environment, "ATTRIBUTE_COUNT_LIMIT", DEFAULT.attributes),
        limit(environment, "ATTRIBUTE_VALUE_LENGTH_LIMIT", DEFAULT.valueLength));
  }

  /** That of log records alone goes before that of all attributes. */
  private static int limit(Environment environment, String name, int otherwise) {
    int ofAll = environment.integer("OTEL_" + name, otherwise, 0, Integer.MAX_VALUE);
    return environment.integer("OTEL_LOGRECORD_" + name, ofAll, 0, Integer.MAX_VALUE);
  }
}
