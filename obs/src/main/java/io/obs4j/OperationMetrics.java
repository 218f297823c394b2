package io.obs4j;

import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.InstrumentBuilder;
import io.obs4j.metrics.Metrics;
import io.obs4j.operation.OperationDeclaration;
import io.obs4j.operation.OperationMeter;
import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The timer and the count of one operation. Of one without labels the series of the runs that end
 * well are known beforehand: they are there from the start, and need no lookup.
 */
final class OperationMetrics implements OperationMeter {

  private final int labels;
  private final @Nullable Family<Histogram> timers;
  private final @Nullable Family<Counter> counters;
  private final @Nullable Histogram timer;
  private final @Nullable Counter counter;

  OperationMetrics(Metrics metrics, OperationDeclaration operation) {
    labels = operation.labels().size();
    String name = operation.name();
    timers =
        operation.timer() == null
            ? null
            : declare(
                metrics.histogram(operation.timer()).unit("s").help("Duration of " + name + '.'),
                operation);
    counters =
        operation.counter() == null
            ? null
            : declare(
                metrics.counter(operation.counter()).unit("{call}").help("Calls of " + name + '.'),
                operation);
    timer = timers == null || labels > 0 ? null : timers.of("");
    counter = counters == null || labels > 0 ? null : counters.of("");
  }

  private static <S, B extends InstrumentBuilder<S, B>> Family<S> declare(
      InstrumentBuilder<S, B> metric, OperationDeclaration operation) {
    for (Map.Entry<AttributeKey<?>, Object> constant : operation.constants().asMap().entrySet()) {
      metric.constant(constant.getKey().getKey(), (String) constant.getValue());
    }
    List<String> names = operation.labels();
    String[] all = names.toArray(new String[names.size() + 1]);
    all[names.size()] = OperationDeclaration.ERROR_TYPE;
    return metric.labels(all);
  }

  @Override
  public void record(
      long nanos,
      @Nullable String errorType,
      @Nullable String label1,
      @Nullable String label2,
      @Nullable String label3,
      @Nullable String label4) {
    if (timers != null) {
      Histogram known = errorType == null ? timer : null;
      (known == null ? find(timers, errorType, label1, label2, label3, label4) : known)
          .recordNanos(nanos);
    }
    if (counters != null) {
      Counter known = errorType == null ? counter : null;
      (known == null ? find(counters, errorType, label1, label2, label3, label4) : known)
          .increment();
    }
  }

  @SuppressWarnings("NullAway") // A family takes null for a label without a value.
  private <S> S find(
      Family<S> family,
      @Nullable String errorType,
      @Nullable String label1,
      @Nullable String label2,
      @Nullable String label3,
      @Nullable String label4) {
    return switch (labels) {
      case 0 -> family.of(errorType);
      case 1 -> family.of(label1, errorType);
      case 2 -> family.of(label1, label2, errorType);
      case 3 -> family.of(label1, label2, label3, errorType);
      default -> family.of(label1, label2, label3, label4, errorType);
    };
  }
}
