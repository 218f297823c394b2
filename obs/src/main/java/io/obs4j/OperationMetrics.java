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
 * The timer and the count of one operation. Of one without labels that change the series of the
 * runs that end well are known beforehand: they are there from the start, and need no lookup.
 *
 * <p>Labels with one value are labels like the others to the metrics, so that operations of one
 * name may differ in them.
 */
final class OperationMetrics implements OperationMeter {

  private final int changing;
  private final @Nullable String[] constants;
  private final @Nullable Family<Histogram> timers;
  private final @Nullable Family<Counter> counters;
  private final @Nullable Histogram timer;
  private final @Nullable Counter counter;

  OperationMetrics(Metrics metrics, OperationDeclaration operation) {
    changing = operation.labels().size();
    Map<AttributeKey<?>, Object> fixed = operation.constants().asMap();
    constants = new String[fixed.size()];
    String[] labels = labels(operation, fixed);
    String name = operation.name();
    timers =
        operation.timer() == null
            ? null
            : declare(
                metrics.histogram(operation.timer()).unit("s").help("Duration of " + name + '.'),
                labels);
    counters =
        operation.counter() == null
            ? null
            : declare(
                metrics.counter(operation.counter()).unit("{call}").help("Calls of " + name + '.'),
                labels);
    timer = timers == null || changing > 0 ? null : find(timers, null, null, null, null, null);
    counter =
        counters == null || changing > 0 ? null : find(counters, null, null, null, null, null);
  }

  /** First what changes, then the class of the failure, then what does not change. */
  private String[] labels(OperationDeclaration operation, Map<AttributeKey<?>, Object> fixed) {
    List<String> names = operation.labels();
    String[] labels = names.toArray(new String[changing + 1 + constants.length]);
    labels[changing] = OperationDeclaration.ERROR_TYPE;
    int at = 0;
    for (Map.Entry<AttributeKey<?>, Object> constant : fixed.entrySet()) {
      labels[changing + 1 + at] = constant.getKey().getKey();
      constants[at++] = (String) constant.getValue();
    }
    return labels;
  }

  private static <S, B extends InstrumentBuilder<S, B>> Family<S> declare(
      InstrumentBuilder<S, B> metric, String[] labels) {
    return metric.labels(labels);
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
      @Nullable String error,
      @Nullable String label1,
      @Nullable String label2,
      @Nullable String label3,
      @Nullable String label4) {
    int all = changing + 1 + constants.length;
    String value1 = value(0, error, label1, label2, label3, label4);
    String value2 = value(1, error, label1, label2, label3, label4);
    String value3 = value(2, error, label1, label2, label3, label4);
    String value4 = value(3, error, label1, label2, label3, label4);
    String value5 = value(4, error, label1, label2, label3, label4);
    return switch (all) {
      case 1 -> family.of(value1);
      case 2 -> family.of(value1, value2);
      case 3 -> family.of(value1, value2, value3);
      case 4 -> family.of(value1, value2, value3, value4);
      case 5 -> family.of(value1, value2, value3, value4, value5);
      default -> {
        String[] values = new String[all];
        for (int i = 0; i < all; i++) {
          values[i] = value(i, error, label1, label2, label3, label4);
        }
        yield family.of(values);
      }
    };
  }

  /** The value of a label of the metrics: one that changes, the failure's, or a constant. */
  private @Nullable String value(
      int index,
      @Nullable String error,
      @Nullable String label1,
      @Nullable String label2,
      @Nullable String label3,
      @Nullable String label4) {
    int behind = index - changing;
    if (behind == 0) {
      return error;
    }
    if (behind > 0) {
      return behind > constants.length ? null : constants[behind - 1];
    }
    return switch (index) {
      case 0 -> label1;
      case 1 -> label2;
      case 2 -> label3;
      default -> label4;
    };
  }
}
