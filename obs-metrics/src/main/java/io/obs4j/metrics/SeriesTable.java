package io.obs4j.metrics;

import io.obs4j.core.Clock;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All series of one metric, found by their attributes and walked by their index. The same table
 * serves every front: families with labels, unlabelled instruments, callbacks.
 */
final class SeriesTable {

  /*
   * Lookups read `slots`, an open-addressing table that is at most half full, without a lock. A cell
   * is put into an empty slot and stays there until it is removed; then the marker `removed`, which
   * no lookup matches, takes its place. Markers fill the table as cells do, and are left behind when
   * it is replaced for being half full: so a removal costs the same in every table. The fields that
   * a lookup compares are final, so a plain read sees them or sees an empty slot, and an empty slot
   * leads to `intern`, which looks again under the lock. A lookup that still sees a removed cell
   * writes to a closed one, which refuses and counts.
   *
   * Walks take `roster` under the lock, for a moment, and then read it without. New cells are put
   * into its array in place, into empty elements, while walks read. Whatever else changes, removals
   * and retirements, changes a copy if a walk has taken the roster, so there is at most one copy for
   * each walk. So the array of a roster that a walk keeps to never holds a cell that was added after
   * a cell with the same key was removed from it, and no walk shows one key twice.
   *
   * A removed cell is shown until all readers have seen it; a later cell of its key waits until then,
   * be it live or removed itself. It is numbered under the lock: a walk that knows the number takes
   * its roster later, with the removal in it.
   *
   * Everything that changes is under `lock`, and no user code runs under it. `live` is changed last:
   * who finds the table full finds all its cells.
   */
  static final SeriesKey OVERFLOW =
      new AttributeKeys(Attributes.of(AttributeKey.booleanKey("otel.metric.overflow"), true));

  private static final int GOLDEN_RATIO = 0x9E3779B9;
  private static final int SMALLEST = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Engine engine;
  private final Declaration declaration;
  private final MetricFamily family;
  private final String[] labelNames;
  private final Function<Cell.Place, Cell> factory;
  private final LabelValues name;
  private final Refusals refusals;
  private final @Nullable IdleSeries idle;

  private volatile Cell[] slots = new Cell[SMALLEST];
  private volatile int live;
  private volatile @Nullable Cell overflow;

  private final Cell removed;
  private final BitSet indices = new BitSet();
  private Roster roster = new Roster();
  private int used; // slots, by cells and markers
  private int firstFree;
  private int generations;
  private long forgotten; // under the lock of Callbacks

  SeriesTable(Engine engine, Declaration declaration, Function<Cell.Place, Cell> factory) {
    this.engine = engine;
    this.declaration = declaration;
    this.factory = factory;
    family = declaration.family();
    labelNames = declaration.labels().toArray(new String[0]);
    name = LabelValues.of(declaration.name());
    refusals = new Refusals(declaration.name(), engine.diagnostics());
    idle = declaration.idle() == null ? null : new IdleSeries(declaration.idle(), engine.clock());
    removed =
        new InfoCell(
            new Cell.Place(
                this,
                declaration.selection() == null
                    ? LabelValues.unmatched(labelNames.length)
                    : AttributeKeys.unmatched(),
                -1,
                -1,
                0));
  }

  Declaration declaration() {
    return declaration;
  }

  /** The name of the metric as the value of a label. */
  LabelValues name() {
    return name;
  }

  String[] labelNames() {
    return labelNames;
  }

  Clock clock() {
    return engine.clock();
  }

  Exemplars exemplars() {
    return engine.exemplars();
  }

  void refuse(Refusal refusal) {
    refusals.count(refusal);
  }

  Attributes withConstants(Attributes attributes) {
    Attributes constants = declaration.constants();
    return constants.isEmpty() ? attributes : constants.toBuilder().putAll(attributes).build();
  }

  /** The table that lookups probe; see {@link #slot}. */
  Cell[] slots() {
    return slots;
  }

  /** Where probing for a hash begins. */
  static int slot(int hash, Cell[] slots) {
    return slot(hash, slots.length);
  }

  /** A place for a hash in a table whose length is a power of two. */
  static int slot(int hash, int length) {
    return (hash * GOLDEN_RATIO) >>> Integer.numberOfLeadingZeros(length - 1);
  }

  /** The cell of a key, made if it is new; the overflow cell if the table is full. */
  Cell intern(SeriesKey key) {
    if (OVERFLOW.equals(key)) {
      return overflowCell(); // of a table whose series this one mirrors
    }
    Cell found = find(key);
    if (found == null && !isFull()) {
      lock.lock();
      try {
        found = find(key);
        if (found == null && !isFull()) {
          found = add(key);
        }
      } finally {
        lock.unlock();
      }
    } else if (found == null) {
      found = find(key); // it may have filled the table
    }
    return found == null ? overflow() : found;
  }

  private @Nullable Cell find(SeriesKey key) {
    Cell[] table = slots;
    int slot = slot(key.hash, table);
    Cell cell;
    while ((cell = table[slot]) != null && !cell.key.equals(key)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return cell;
  }

  private Cell add(SeriesKey key) {
    Cell cell = create(key);
    if (2 * (used + 1) > slots.length) {
      // No less than a quarter is then free for what comes next.
      slots = rehash(4 * (live + 1) > slots.length ? 2 * slots.length : slots.length);
      used = live;
    }
    put(cell, slots);
    used++;
    setLive(live + 1);
    return cell;
  }

  private Cell create(SeriesKey key) {
    int index = indices.nextClearBit(firstFree);
    Cell cell =
        factory.apply(new Cell.Place(this, key, index, generations++, engine.clock().epochNanos()));
    roster = roster.with(cell);
    indices.set(index);
    firstFree = index + 1;
    return cell;
  }

  /** The cell for what the table has no room for; each use is counted. */
  Cell overflow() {
    refuse(Refusal.LIMIT);
    return overflowCell();
  }

  /** The same without counting, for who has counted a reason of its own. */
  Cell overflowCell() {
    Cell cell = overflow;
    if (cell == null) {
      lock.lock();
      try {
        cell = overflow;
        if (cell == null) {
          cell = create(OVERFLOW);
          overflow = cell;
        }
      } finally {
        lock.unlock();
      }
    }
    return cell;
  }

  boolean remove(SeriesKey key) {
    Cell cell = find(key);
    return cell != null && removeAll(List.of(cell)) == 1;
  }

  int removeIf(Predicate<Attributes> condition) {
    return removeAll(matching(cell -> condition.test(cell.attributes())));
  }

  private int removeAll(List<Cell> cells) {
    lock.lock();
    try {
      int count = 0;
      for (Cell cell : cells) {
        if (unlink(cell)) {
          roster = roster.forRemoval();
          roster.remove(cell, engine.clock().nanoTime(), engine.readers());
          count++;
        }
      }
      retireFirst();
      return count;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends observed series that were not observed in the round that ends: nobody waits to see them.
   */
  void forgetUnobserved(long round) {
    if (forgotten != round) {
      forgotten = round;
      lock.lock();
      try {
        for (Cell cell : matching(other -> !((ObservedCell) other).isObserved(round))) {
          if (unlink(cell)) {
            roster = roster.forRemoval();
            roster.drop(cell);
            free(cell);
          }
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private List<Cell> matching(Predicate<Cell> condition) {
    return Arrays.stream(slots)
        .filter(cell -> cell != null && cell != removed && condition.test(cell))
        .toList();
  }

  /** Takes a cell from the lookups and ends it, if it is there. */
  private boolean unlink(Cell cell) {
    Cell[] table = slots;
    int slot = slot(cell.key.hash, table);
    while (table[slot] != null && table[slot] != cell) {
      slot = (slot + 1) & (table.length - 1);
    }
    boolean linked = table[slot] == cell;
    if (linked) {
      table[slot] = removed;
      cell.close();
      setLive(live - 1);
    }
    return linked;
  }

  /** Lets go of removed series for which no reader is to be waited for. */
  void retire() {
    lock.lock();
    try {
      if (roster.hasRemovals()) { // Mostly not, and each walk asks each table.
        roster.settled(engine.readers()).forEach(this::retire);
      }
    } finally {
      lock.unlock();
    }
  }

  /** After a removal, which no reader has seen: looks at those only that have waited longest. */
  private void retireFirst() {
    Roster.Removal first;
    while ((first = roster.settledFirst(engine.readers())) != null) {
      retire(first);
    }
  }

  private void retire(Roster.Removal removal) {
    roster = roster.forRemoval();
    roster.retire(removal, engine.readers());
    free(removal.cell);
  }

  private void free(Cell cell) {
    indices.clear(cell.index());
    firstFree = Math.min(firstFree, cell.index());
  }

  private Roster forWalk() {
    lock.lock();
    try {
      return roster.forWalk();
    } finally {
      lock.unlock();
    }
  }

  void visit(MetricVisitor visitor, Readings readings) {
    Roster current = forWalk();
    boolean begun = false;
    for (Cell cell : current.cells()) {
      if (cell == null || current.isDeferred(cell) || !cell.isVisible(readings)) {
        continue;
      }
      if (idle != null && !current.isRemoved(cell) && idle.hides(cell)) {
        continue;
      }
      if (!begun) {
        visitor.family(family);
        begun = true;
      }
      cell.accept(visitor, readings);
    }
  }

  void forEachLive(Consumer<Cell> action) {
    Roster current = forWalk();
    for (Cell cell : current.cells()) {
      if (cell != null && !current.isRemoved(cell)) {
        action.accept(cell);
      }
    }
  }

  /** How many series there are, without the overflow series. */
  int liveCount() {
    return live;
  }

  boolean isFull() {
    return live >= declaration.limit();
  }

  private void setLive(int count) {
    live = count;
  }

  private Cell[] rehash(int length) {
    Cell[] fresh = new Cell[length];
    for (Cell cell : slots) {
      if (cell != null && cell != removed) {
        put(cell, fresh);
      }
    }
    return fresh;
  }

  private static void put(Cell cell, Cell[] table) {
    int slot = slot(cell.key.hash, table);
    while (table[slot] != null) {
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = cell;
  }
}
