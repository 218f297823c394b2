package io.obs4j.metrics;

import io.obs4j.core.MetricVisitor;
import io.opentelemetry.api.common.Attributes;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The series of a metric whose keys are not fixed, found by the attributes of a recording. A key is
 * built only for a new series; attributes that are used again are found without allocating.
 *
 * @param <C> what the cells of its table are
 */
final class OpenSeries<C> implements OpenFamily<C> {

  /*
   * Where some attributes are left out, what remains of a recording's attributes is remembered for
   * the next that has the same, in one of a few places for each hash: so at most RECENT of them are
   * held, and who brings ever new ones pays for the selection each time. Threads race on the places
   * without order: an entry is immutable, and a lost one is made again.
   */
  private static final int RECENT = 256;
  private static final int PLACES = 8;

  private static final Class<?> IMMUTABLE = Attributes.empty().getClass();

  private final SeriesTable table;
  private final AttributeSelection selection;
  private final @Nullable Selected[] recent;
  private int replaced;

  private static final class Selected {

    final int hash;
    final Attributes given;
    final Attributes kept;

    Selected(Attributes given, Attributes kept) {
      this.hash = given.hashCode();
      this.given = given;
      this.kept = kept;
    }
  }

  /**
   * A family.
   *
   * @param table of a declaration with a selection, whose cells are of type C
   */
  OpenSeries(SeriesTable table) {
    this.table = table;
    selection = Objects.requireNonNull(table.declaration().selection(), "selection");
    recent = new Selected[selection.keepsAll() ? 0 : RECENT];
  }

  @Override
  public C of(@Nullable Attributes attributes) {
    Attributes known = attributes == null ? Attributes.empty() : attributes;
    return known.getClass() == IMMUTABLE ? lookUp(selected(known)) : foreign(known);
  }

  @Override
  public void visit(C series, MetricVisitor visitor) {
    if (series instanceof Cell cell) {
      cell.accept(visitor, new Readings());
    }
  }

  @Override
  public boolean remove(Attributes attributes) {
    return table.remove(key(attributes));
  }

  @Override
  public int removeIf(Predicate<Attributes> condition) {
    return table.removeIf(condition);
  }

  /** The key of a series that is observed. */
  SeriesKey key(@Nullable Attributes attributes) {
    Attributes known = attributes == null ? Attributes.empty() : attributes;
    Attributes readable = known.getClass() == IMMUTABLE ? known : copy(known);
    return readable == null ? SeriesTable.OVERFLOW : new AttributeKeys(selection.of(readable));
  }

  String name() {
    return table.declaration().name();
  }

  SeriesTable table() {
    return table;
  }

  void refuse(Refusal refusal) {
    table.refuse(refusal);
  }

  private Attributes selected(Attributes given) {
    return recent.length == 0 ? given : remembered(given);
  }

  private Attributes remembered(Attributes given) {
    int hash = given.hashCode();
    int first = SeriesTable.slot(hash, RECENT);
    for (int place = first; place < first + PLACES; place++) {
      Selected entry = recent[place & (RECENT - 1)];
      if (entry == null) {
        return remember(given, place);
      }
      if (entry.hash == hash && entry.given.equals(given)) {
        return entry.kept;
      }
    }
    return remember(given, first + (replaced++ & (PLACES - 1)));
  }

  private Attributes remember(Attributes given, int place) {
    Selected fresh = new Selected(given, selection.of(given));
    recent[place & (RECENT - 1)] = fresh;
    return fresh.kept;
  }

  /** Attributes of a class that may change, or be equal to others in a way of its own. */
  private C foreign(Attributes attributes) {
    Attributes copy = copy(attributes);
    return copy == null ? instrument(table.overflowCell()) : lookUp(selected(copy));
  }

  private @Nullable Attributes copy(Attributes attributes) {
    try {
      return Attributes.builder().putAll(attributes).build();
    } catch (Throwable e) {
      table.refuse(Refusal.ATTRIBUTES);
      return null;
    }
  }

  private C lookUp(Attributes attributes) {
    Cell cell = find(attributes);
    if (cell == null && table.isFull()) {
      cell = find(attributes); // it may have filled the table
      return instrument(cell == null ? table.overflow() : cell);
    }
    return instrument(cell == null ? table.intern(new AttributeKeys(attributes)) : cell);
  }

  private @Nullable Cell find(Attributes attributes) {
    int hash = attributes.hashCode();
    Cell[] slots = table.slots();
    int slot = SeriesTable.slot(hash, slots);
    Cell cell;
    while ((cell = slots[slot]) != null && !((AttributeKeys) cell.key).matches(hash, attributes)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return cell;
  }

  /** The table was made with a factory of cells of type C. */
  @SuppressWarnings("unchecked")
  private C instrument(Cell cell) {
    return (C) cell;
  }
}
