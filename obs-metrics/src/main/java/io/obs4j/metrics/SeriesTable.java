package io.obs4j.metrics;

import io.obs4j.core.Clock;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
   * is put into an empty slot and stays there; growth and removal publish a new array. The fields
   * that a lookup compares are final, so a plain read sees them or sees an empty slot, and an empty
   * slot leads to `intern`, which looks again under the lock. A lookup that still sees a removed
   * cell writes to a closed one, which refuses and counts.
   *
   * Walks read `roster`. New cells are put into its array in place, behind the others; removal and
   * retirement publish a new roster with an array of its own. So the array of a roster never holds
   * a cell that was added after a cell with the same key was removed from it, and a walk, which
   * keeps to one roster, never shows one key twice.
   *
   * A removed cell is shown until all readers have seen it; a later cell of its key waits until then,
   * be it live or removed itself.
   *
   * Everything that changes is under `lock`, and no user code runs under it. `live` is changed last:
   * who finds the table full finds all its cells.
   */
  private static final SeriesKey OVERFLOW =
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
  private volatile Roster roster = Roster.EMPTY;
  private volatile int live;
  private volatile @Nullable Cell overflow;
  private int firstFree;
  private int generations;
  private long forgotten; // under the lock of Callbacks

  SeriesTable(Engine engine, Declaration declaration, Function<Cell.Place, Cell> factory) {
    this.engine = engine;
    this.declaration = declaration;
    this.factory = factory;
    family = declaration.family();
    labelNames = declaration.labels().toArray(String[]::new);
    name = LabelValues.of(declaration.name());
    refusals = new Refusals(declaration.name(), engine.diagnostics());
    idle = declaration.idle() == null ? null : new IdleSeries(declaration.idle(), engine.clock());
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
    return (hash * GOLDEN_RATIO) >>> Integer.numberOfLeadingZeros(slots.length - 1);
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
    if (2 * (live + 1) > slots.length) {
      slots = rehash(2 * slots.length, slots, other -> true);
    }
    put(cell, slots);
    setLive(live + 1);
    return cell;
  }

  private Cell create(SeriesKey key) {
    int index = roster.freeIndex(firstFree);
    Cell cell =
        factory.apply(new Cell.Place(this, key, index, generations++, engine.clock().epochNanos()));
    roster = roster.with(cell);
    firstFree = index + 1;
    return cell;
  }

  /** The cell for what the table has no room for; each use is counted. */
  Cell overflow() {
    refuse(Refusal.LIMIT);
    return overflowCell();
  }

  private Cell overflowCell() {
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
      Set<Cell> removed = unlink(cells);
      if (!removed.isEmpty()) {
        publish(roster.removing(removed, engine.clock().nanoTime()));
        retireSeen();
      }
      return removed.size();
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
        Set<Cell> unobserved = unlink(matching(cell -> !((ObservedCell) cell).isObserved(round)));
        if (!unobserved.isEmpty()) {
          free(unobserved);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private List<Cell> matching(Predicate<Cell> condition) {
    return Arrays.stream(slots).filter(cell -> cell != null && condition.test(cell)).toList();
  }

  /** Takes those of the cells that are in the table from the lookups, and ends them. */
  private Set<Cell> unlink(List<Cell> cells) {
    Set<Cell> linked = new HashSet<>(cells);
    linked.removeIf(cell -> find(cell.key) != cell);
    if (!linked.isEmpty()) {
      slots = rehash(slots.length, slots, cell -> !linked.contains(cell));
      linked.forEach(Cell::close);
      setLive(live - linked.size());
    }
    return linked;
  }

  /** Lets go of removed series for which no reader is to be waited for. */
  void retire() {
    if (!roster.removals().isEmpty()) {
      lock.lock();
      try {
        retireSeen();
      } finally {
        lock.unlock();
      }
    }
  }

  private void retireSeen() {
    List<Cell> settled = new ArrayList<>();
    int newer = roster.removals().size();
    for (Roster.Removal removal : roster.removals()) {
      newer--;
      if (engine.readers().settles(removal, newer)) {
        settled.add(removal.cell);
      }
    }
    if (!settled.isEmpty()) {
      free(settled);
    }
  }

  private void free(Collection<Cell> cells) {
    publish(roster.without(cells));
    firstFree = 0;
  }

  private void publish(Roster next) {
    roster = next;
    next.number(engine.readers());
  }

  void visit(MetricVisitor visitor, Readings readings) {
    Roster current = roster;
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
    Roster current = roster;
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

  private static Cell[] rehash(int length, Cell[] from, Predicate<Cell> kept) {
    Cell[] fresh = new Cell[length];
    for (Cell cell : from) {
      if (cell != null && kept.test(cell)) {
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
