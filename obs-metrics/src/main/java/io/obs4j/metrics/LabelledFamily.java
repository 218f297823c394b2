package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
    return values != null && arity == values.length ? lookUp(LabelValues.known(values)) : refuse();
  }

  @Override
  public boolean remove(String... values) {
    return values != null
        && arity == values.length
        && table.remove(LabelValues.of(LabelValues.known(values)));
  }

  @Override
  public int removeIf(Predicate<Attributes> condition) {
    return table.removeIf(condition);
  }

  private S lookUp(String value1, String value2, String value3) {
    Cell cell = find(value1, value2, value3);
    if (cell == null) {
      cell =
          table.isFull()
              ? orOverflow(find(value1, value2, value3))
              : intern(value1, value2, value3);
    }
    return instrument(cell);
  }

  private S lookUp(String value1, String value2, String value3, String value4, String value5) {
    Cell cell = find(value1, value2, value3, value4, value5);
    if (cell == null) {
      cell =
          table.isFull()
              ? orOverflow(find(value1, value2, value3, value4, value5))
              : intern(value1, value2, value3, value4, value5);
    }
    return instrument(cell);
  }

  private S lookUp(String[] values) {
    Cell cell = find(values);
    return instrument(cell == null ? intern(values) : cell);
  }

  private @Nullable Cell find(String value1, String value2, String value3) {
    int hash = LabelValues.hash(value1, value2, value3);
    Cell[] slots = table.slots();
    int slot = SeriesTable.slot(hash, slots);
    Cell cell;
    while ((cell = slots[slot]) != null
        && !((LabelValues) cell.key).matches(hash, value1, value2, value3)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return cell;
  }

  private @Nullable Cell find(
      String value1, String value2, String value3, String value4, String value5) {
    int hash = LabelValues.hash(value1, value2, value3, value4, value5);
    Cell[] slots = table.slots();
    int slot = SeriesTable.slot(hash, slots);
    Cell cell;
    while ((cell = slots[slot]) != null
        && !((LabelValues) cell.key).matches(hash, value1, value2, value3, value4, value5)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return cell;
  }

  private @Nullable Cell find(String[] values) {
    int hash = LabelValues.hash(values);
    Cell[] slots = table.slots();
    int slot = SeriesTable.slot(hash, slots);
    Cell cell;
    while ((cell = slots[slot]) != null && !((LabelValues) cell.key).matches(hash, values)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return cell;
  }

  private Cell intern(String... values) {
    String[] declared = values.length == arity ? values : Arrays.copyOf(values, arity);
    return table.intern(LabelValues.of(declared));
  }

  private Cell orOverflow(@Nullable Cell cell) {
    return cell == null ? table.overflow() : cell;
  }

  /** What a lookup with a wrong number of values gives. */
  S refuse() {
    table.refuse(Refusal.LABELS);
    return refusing;
  }

  /** The table was made with a factory of cells that implement S. */
  @SuppressWarnings("unchecked")
  private S instrument(Cell cell) {
    return (S) cell;
  }
}
