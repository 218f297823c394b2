package io.obs4j.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a table by their index, and those among them that are removed but not yet seen by
 * all readers. Changed under the table's lock only; {@link SeriesTable} says how walks race with
 * that.
 */
final class Roster {

  static final Roster EMPTY = new Roster(new Cell[0], List.of());

  private final @Nullable Cell[] cells;
  private final List<Removal> removals;
  private final Map<SeriesKey, Removal> shown = new HashMap<>();

  private Roster(@Nullable Cell[] cells, List<Removal> removals) {
    this.cells = cells;
    this.removals = removals;
    removals.forEach(removal -> shown.putIfAbsent(removal.cell.key, removal));
  }

  /** A removed cell. While an earlier one of its key waits to be seen, it waits behind that. */
  static final class Removal {

    private static final long NOT_SHOWN = Long.MAX_VALUE;

    final Cell cell;
    final long nanoTime;

    /** By which readers tell whether they have seen it; taken once a roster shows it. */
    long number = NOT_SHOWN;

    Removal(Cell cell, long nanoTime) {
      this.cell = cell;
      this.nanoTime = nanoTime;
    }
  }

  @Nullable Cell[] cells() {
    return cells;
  }

  /** The removed cells that wait to be seen, in the order of their removal. */
  List<Removal> removals() {
    return removals;
  }

  /** Whether a removed cell is shown. */
  boolean isRemoved(Cell cell) {
    Removal removal = removals.isEmpty() ? null : shown.get(cell.key);
    return removal != null && removal.cell == cell;
  }

  /** Whether a cell waits to be shown until a removed predecessor has been seen. */
  boolean isDeferred(Cell cell) {
    Removal removal = removals.isEmpty() ? null : shown.get(cell.key);
    return removal != null && removal.cell != cell;
  }

  /** Numbers the removals that this roster, now published, is the first to show. */
  void number(Readers readers) {
    for (Removal removal : shown.values()) {
      if (removal.number == Removal.NOT_SHOWN) {
        removal.number = readers.nextRemoval();
      }
    }
  }

  /** The first free index from another on, perhaps behind the end. */
  int freeIndex(int from) {
    int index = from;
    while (index < cells.length && cells[index] != null) {
      index++;
    }
    return index;
  }

  /** The roster with one more cell at a free index: this one, unless it is too short. */
  Roster with(Cell cell) {
    Roster roster =
        cell.index() < cells.length
            ? this
            : new Roster(Arrays.copyOf(cells, cell.index() * 3 / 2 + 1), removals);
    roster.cells[cell.index()] = cell;
    return roster;
  }

  /** The roster with cells removed that are yet to be seen. */
  Roster removing(Collection<Cell> removed, long nanoTime) {
    List<Removal> more = new ArrayList<>(removals);
    removed.forEach(cell -> more.add(new Removal(cell, nanoTime)));
    return new Roster(cells.clone(), more);
  }

  /** The roster without cells, removed ones among them, that nobody waits for. */
  Roster without(Collection<Cell> gone) {
    @Nullable Cell[] kept = cells.clone();
    gone.forEach(cell -> kept[cell.index()] = null);
    return new Roster(
        kept, removals.stream().filter(removal -> kept[removal.cell.index()] != null).toList());
  }
}
