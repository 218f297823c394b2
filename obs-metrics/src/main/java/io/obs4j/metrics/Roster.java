package io.obs4j.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a table by their index, and those among them that are removed but not yet seen by
 * all readers. Used under the table's lock only, but for what walks read; {@link SeriesTable} says
 * how they race.
 */
final class Roster {

  private final @Nullable Cell[] cells;
  private final Set<Removal> removals;
  private final Map<SeriesKey, Removal> shown;
  private boolean walked;

  /** Without cells. */
  Roster() {
    this(new Cell[0], Set.of(), Map.of());
  }

  private Roster(@Nullable Cell[] cells, Set<Removal> removals, Map<SeriesKey, Removal> shown) {
    this.cells = cells;
    this.removals = new LinkedHashSet<>(removals);
    this.shown = new HashMap<>(shown);
  }

  /** A removed cell. While an earlier one of its key waits to be seen, it waits behind that. */
  static final class Removal {

    private static final long NOT_SHOWN = Long.MAX_VALUE;

    final Cell cell;
    final long nanoTime;

    /** By which readers tell whether they have seen it; taken once it is shown. */
    long number = NOT_SHOWN;

    Removal(Cell cell, long nanoTime) {
      this.cell = cell;
      this.nanoTime = nanoTime;
    }
  }

  /** For a walk, which may go on without the lock: from now on changes are made to copies. */
  Roster forWalk() {
    walked = true;
    return this;
  }

  /** The roster to remove cells from: this one, unless a walk keeps to it. */
  Roster forRemoval() {
    return walked ? copy(cells.length) : this;
  }

  private Roster copy(int length) {
    return new Roster(Arrays.copyOf(cells, length), removals, shown);
  }

  @Nullable Cell[] cells() {
    return cells;
  }

  /** Whether a removed cell is shown. */
  boolean isRemoved(Cell cell) {
    Removal removal = shown.isEmpty() ? null : shown.get(cell.key);
    return removal != null && removal.cell == cell;
  }

  /** Whether a cell waits to be shown until a removed predecessor has been seen. */
  boolean isDeferred(Cell cell) {
    Removal removal = shown.isEmpty() ? null : shown.get(cell.key);
    return removal != null && removal.cell != cell;
  }

  /** The roster with one more cell at a free index: this one, unless it is too short. */
  Roster with(Cell cell) {
    Roster roster = cell.index() < cells.length ? this : copy(cell.index() * 3 / 2 + 1);
    roster.cells[cell.index()] = cell;
    return roster;
  }

  /** Takes out a cell that nobody waits for. */
  void drop(Cell cell) {
    cells[cell.index()] = null;
  }

  /** Keeps a removed cell until it has been seen. */
  void remove(Cell cell, long nanoTime, Readers readers) {
    Removal removal = new Removal(cell, nanoTime);
    removals.add(removal);
    if (!shown.containsKey(cell.key)) {
      show(removal, readers);
    }
  }

  private void show(Removal removal, Readers readers) {
    shown.put(removal.cell.key, removal);
    removal.number = readers.nextRemoval();
  }

  /** Takes out a removed cell; the next one of its key is shown, if there is one. */
  void retire(Removal removal, Readers readers) {
    drop(removal.cell);
    removals.remove(removal);
    SeriesKey key = removal.cell.key;
    if (shown.remove(key, removal) && removals.size() > shown.size()) {
      removals.stream()
          .filter(other -> other.cell.key.equals(key))
          .findFirst()
          .ifPresent(next -> show(next, readers));
    }
  }

  boolean hasRemovals() {
    return !removals.isEmpty();
  }

  /** The cell that was removed first, if nobody waits for it any longer. */
  @Nullable Removal settledFirst(Readers readers) {
    if (removals.isEmpty()) {
      return null;
    }
    Removal first = removals.iterator().next();
    return readers.settles(first, removals.size() - 1) ? first : null;
  }

  /** All removed cells that nobody waits for any longer. */
  List<Removal> settled(Readers readers) {
    List<Removal> settled = new ArrayList<>();
    int newer = removals.size();
    for (Removal removal : removals) {
      newer--;
      if (readers.settles(removal, newer)) {
        settled.add(removal);
      }
    }
    return settled;
  }
}
