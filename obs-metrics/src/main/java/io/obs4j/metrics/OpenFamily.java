package io.obs4j.metrics;

import io.obs4j.core.MetricVisitor;
import io.opentelemetry.api.common.Attributes;
import java.util.function.Predicate;

/**
 * A metric whose labels are not fixed: one instrument for each set of attributes, of whatever keys
 * and types. For what bridges another metrics API; where the labels are known, a {@link Family} is
 * checked when it is declared.
 *
 * <p>Nothing here throws but what a visitor or a condition does. Beyond the limit of the metric all
 * further sets of attributes share one overflow series (attribute {@code otel.metric.overflow}),
 * and each refusal is counted.
 *
 * <p>Safe for use by any thread; looking up never blocks, creating a series may wait for another
 * creation in the same metric.
 *
 * @param <S> the instrument
 */
public interface OpenFamily<S> {

  /**
   * The instrument for some attributes. Looking one up allocates nothing once it exists.
   *
   * @param attributes copied where they are kept and may change; null as none
   * @return the instrument
   */
  S of(Attributes attributes);

  /**
   * Hands what an instrument has recorded so far to a visitor, by one call of the method for its
   * kind. Of an instrument that was removed it is the last value.
   *
   * @param instrument of this metric; one that records nothing has nothing to show
   * @param visitor called on this thread, without {@link MetricVisitor#family}
   */
  void visit(S instrument, MetricVisitor visitor);

  /**
   * Ends a series. What is recorded later through an instrument that was kept is counted as
   * dropped; looking the attributes up again begins a new series. Readers see the last value once
   * more. The overflow series cannot be removed.
   *
   * @param attributes of the series
   * @return whether there was such a series
   */
  boolean remove(Attributes attributes);

  /**
   * Ends all series whose attributes match, but for the overflow series.
   *
   * @param condition called with the attributes of each series, without a lock; what it throws
   *     passes through, and no series is ended then
   * @return how many series were ended
   */
  int removeIf(Predicate<Attributes> condition);
}
