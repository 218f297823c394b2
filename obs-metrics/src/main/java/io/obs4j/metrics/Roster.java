package io.obs4j.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
  private final Set<Cell> removed;
  private final Set<SeriesKey> removedKeys;

  private Roster(@Nullable Cell[] cells, List<Removal> removals) {
    this.cells = cells;
    this.removals = removals;
    removed =
        removals.stream()
            .flatMap(removal -> removal.cells().stream())
            .collect(Collectors.toUnmodifiableSet());
    removedKeys = removed.stream().map(cell -> cell.key).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Cells that were removed together.
   *
   * @param number by which readers tell whether they have seen it
   * @param nanoTime when
   */
  record Removal(Set<Cell> cells, long number, long nanoTime) {}

  @Nullable Cell[] cells() {
    return cells;
  }

  boolean hasRemoved() {
    return !removals.isEmpty();
  }

  boolean isRemoved(Cell cell) {
    return !removals.isEmpty() && removed.contains(cell);
  }

  /** Whether a cell waits to be shown until its removed predecessor has been seen. */
  boolean isDeferred(Cell cell) {
    return !removals.isEmpty() && removedKeys.contains(cell.key) && !removed.contains(cell);
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

  Roster removing(Removal removal) {
    List<Removal> more = new ArrayList<>(removals);
    more.add(removal);
    return new Roster(cells.clone(), List.copyOf(more));
  }

  /** The roster without the removed cells for which nobody waits any longer. */
  Roster retiring(Predicate<Removal> settled) {
    List<Removal> waiting = removals.stream().filter(settled.negate()).toList();
    if (waiting.size() == removals.size()) {
      return this;
    }
    @Nullable Cell[] kept = cells.clone();
    removals.stream()
        .filter(settled)
        .flatMap(removal -> removal.cells().stream())
        .forEach(cell -> kept[cell.index()] = null);
    return new Roster(kept, waiting);
  }

  /** The roster without cells that nobody waits for. */
  Roster without(Set<Cell> gone) {
    @Nullable Cell[] kept = cells.clone();
    gone.forEach(cell -> kept[cell.index()] = null);
    return new Roster(kept, removals);
  }
}
