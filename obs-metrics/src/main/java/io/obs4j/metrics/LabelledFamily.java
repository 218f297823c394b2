package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * A family on a table of its own. A lookup probes the table with the values as they are; a key is
 * built only for a new series.
 */
final class LabelledFamily<S> implements Family<S> {

  private final SeriesTable table;
  private final int arity;
  private final S refusing;

  /**
   * A family.
   *
   * @param table whose cells are instruments of type S
   * @param refusing what a lookup with a wrong number of values gives
   */
  LabelledFamily(SeriesTable table, S refusing) {
    this.table = table;
    this.arity = table.labelNames().length;
    this.refusing = refusing;
  }

  @Override
  public S of(String value1) {
    return arity == 1
        ? lookUp(LabelValues.known(value1), LabelValues.ABSENT, LabelValues.ABSENT)
        : refuse();
  }

  @Override
  public S of(String value1, String value2) {
    return arity == 2
        ? lookUp(LabelValues.known(value1), LabelValues.known(value2), LabelValues.ABSENT)
        : refuse();
  }

  @Override
  public S of(String value1, String value2, String value3) {
    return arity == 3
        ? lookUp(LabelValues.known(value1), LabelValues.known(value2), LabelValues.known(value3))
        : refuse();
  }

  @Override
  public S of(String value1, String value2, String value3, String value4) {
    return arity == 4
        ? lookUp(
            LabelValues.known(value1),
            LabelValues.known(value2),
            LabelValues.known(value3),
            LabelValues.known(value4),
            LabelValues.ABSENT)
        : refuse();
  }

  @Override
  public S of(String value1, String value2, String value3, String value4, String value5) {
    return arity == 5
        ? lookUp(
            LabelValues.known(value1),
            LabelValues.known(value2),
            LabelValues.known(value3),
            LabelValues.known(value4),
            LabelValues.known(value5))
        : refuse();
  }

  @Override
  public S of(String... values) {
    return arity == values.length ? lookUp(LabelValues.known(values)) : refuse();
  }

  @Override
  public boolean remove(String... values) {
    return arity == values.length && table.remove(LabelValues.of(LabelValues.known(values)));
  }

  @Override
  public int removeIf(Predicate<Attributes> condition) {
    return table.removeIf(condition);
  }

  private S lookUp(String value1, String value2, String value3) {
    int hash = LabelValues.hash(value1, value2, value3);
    Cell[] slots = table.slots();
    int slot = SeriesTable.slot(hash, slots);
    Cell cell;
    while ((cell = slots[slot]) != null) {
      if (((LabelValues) cell.key).matches(hash, value1, value2, value3)) {
        return instrument(cell);
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return intern(value1, value2, value3);
  }

  private S lookUp(String value1, String value2, String value3, String value4, String value5) {
    int hash = LabelValues.hash(value1, value2, value3, value4, value5);
    Cell[] slots = table.slots();
    int slot = SeriesTable.slot(hash, slots);
    Cell cell;
    while ((cell = slots[slot]) != null) {
      if (((LabelValues) cell.key).matches(hash, value1, value2, value3, value4, value5)) {
        return instrument(cell);
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return intern(value1, value2, value3, value4, value5);
  }

  private S lookUp(String[] values) {
    int hash = LabelValues.hash(values);
    Cell[] slots = table.slots();
    int slot = SeriesTable.slot(hash, slots);
    Cell cell;
    while ((cell = slots[slot]) != null) {
      if (((LabelValues) cell.key).matches(hash, values)) {
        return instrument(cell);
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return intern(values);
  }

  private S intern(String... values) {
    String[] declared = values.length == arity ? values : Arrays.copyOf(values, arity);
    return instrument(table.intern(LabelValues.of(declared)));
  }

  private S refuse() {
    table.refuse(Refusal.LABELS);
    return refusing;
  }

  /** The table was made with a factory of cells that implement S. */
  @SuppressWarnings("unchecked")
  private S instrument(Cell cell) {
    return (S) cell;
  }
}
