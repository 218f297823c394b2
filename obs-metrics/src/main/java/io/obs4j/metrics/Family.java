package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import java.util.function.Predicate;

/**
 * A metric with labels: one instrument for each set of label values. Looking one up allocates
 * nothing once it exists; keep the instrument where the values are known beforehand.
 *
 * <p>Values are given in the order in which the labels were declared; null counts as empty, and a
 * label whose value is empty is left out of the attributes of the series. Nothing here throws but
 * what a condition of {@link #removeIf} does: a wrong number of values gives an instrument that
 * records nothing, and is counted and logged once. Beyond the limit of the family all further sets
 * of values share one overflow series (attribute {@code otel.metric.overflow}), and each refusal is
 * counted.
 *
 * <p>Safe for use by any thread; looking up never blocks, creating a series may wait for another
 * creation in the same family.
 *
 * @param <S> the instrument
 */
public interface Family<S> {

  /**
   * The instrument for one label.
   *
   * @param value1 of the first label
   * @return the instrument
   */
  S of(String value1);

  /**
   * The instrument for two labels.
   *
   * @param value1 of the first label
   * @param value2 of the second label
   * @return the instrument
   */
  S of(String value1, String value2);

  /**
   * The instrument for three labels.
   *
   * @param value1 of the first label
   * @param value2 of the second label
   * @param value3 of the third label
   * @return the instrument
   */
  S of(String value1, String value2, String value3);

  /**
   * The instrument for four labels.
   *
   * @param value1 of the first label
   * @param value2 of the second label
   * @param value3 of the third label
   * @param value4 of the fourth label
   * @return the instrument
   */
  S of(String value1, String value2, String value3, String value4);

  /**
   * The instrument for five labels.
   *
   * @param value1 of the first label
   * @param value2 of the second label
   * @param value3 of the third label
   * @param value4 of the fourth label
   * @param value5 of the fifth label
   * @return the instrument
   */
  S of(String value1, String value2, String value3, String value4, String value5);

  /**
   * The instrument for any number of labels.
   *
   * @param values in the order of the labels; copied where kept
   * @return the instrument
   */
  S of(String... values);

  /**
   * Ends a series. What is recorded later through an instrument that was kept is counted as
   * dropped; looking the values up again begins a new series. Readers see the last value once more.
   *
   * <p>The overflow series, which belongs to no values, cannot be removed.
   *
   * @param values in the order of the labels
   * @return whether there was such a series
   */
  boolean remove(String... values);

  /**
   * Ends all series whose attributes match, but for the overflow series. A label whose value is
   * empty is not among the attributes: {@link Attributes#get} gives null for it.
   *
   * @param condition called with the labels of each series, without a lock; what it throws passes
   *     through, and no series is ended then
   * @return how many series were ended
   */
  int removeIf(Predicate<Attributes> condition);
}
