package io.obs4j.metrics;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.SelfMetrics;
import io.opentelemetry.api.common.Attributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tables by scope and name. Declaring takes a lock, under which no user code runs. Walks read a
 * sorted list, so that families arrive in the order of their names, those of one name by kind and
 * unit, so that what a format shows under one header is together, then by scope; the first walk
 * after a declaration makes it anew.
 */
final class Registry {

  /** The kind of fault when there are too many metrics. */
  static final String FAULT_FULL = "metrics.limit";

  /** The kind of fault when instruments of one name do not agree. */
  static final String FAULT_DUPLICATE = "metrics.duplicate";

  private static final String SERIES = "obs.metrics.series";

  private final Engine engine;
  private final int defaultLimit;
  private final int metricLimit;
  private final Rules rules;
  private final SeriesTable seriesCounts;
  private final Map<Key, Entry> tables = new HashMap<>();
  private volatile @Nullable List<SeriesTable> sorted;

  Registry(Engine engine, int defaultLimit, int metricLimit, Rules rules) {
    this.engine = engine;
    this.defaultLimit = defaultLimit;
    this.metricLimit = metricLimit;
    this.rules = rules;
    Declaration series =
        new Declaration(
            SelfMetrics.SCOPE,
            SERIES,
            MetricKind.UP_DOWN_COUNTER,
            true,
            "{series}",
            "Series of a metric, without the overflow series.",
            List.of("metric"),
            Attributes.empty(),
            null,
            Aggregation.Plain.LAST,
            Integer.MAX_VALUE,
            null);
    seriesCounts = new SeriesTable(engine, series, ObservedCell::new);
    tables.put(new Key(series.scope(), series.name(), ""), new Entry(seriesCounts, false, 0));
    engine.callbacks().addLast(SERIES, this::observeSeries);
  }

  /**
   * Methods spelled out, as those of {@link MetricFamily} are.
   *
   * @param variant empty, but for those whose name was taken by a metric of another shape
   */
  private record Key(InstrumentationScope scope, String name, String variant) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && name.equals(that.name)
          && variant.equals(that.variant)
          && scope.equals(that.scope);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + scope.hashCode();
    }
  }

  /**
   * A table.
   *
   * @param byRules whether its declaration is not as it was in the code
   * @param number in the order of the declarations
   */
  private record Entry(SeriesTable table, boolean byRules, int number)
      implements Comparable<Entry> {

    /** Walks go by the names of the metrics, then by what they measure, then by their scopes. */
    @Override
    public int compareTo(Entry other) {
      Declaration mine = table.declaration();
      Declaration theirs = other.table.declaration();
      int order = mine.name().compareTo(theirs.name());
      if (order == 0) {
        order = mine.kind().compareTo(theirs.kind());
      }
      if (order == 0) {
        order = mine.unit().compareTo(theirs.unit());
      }
      if (order == 0) {
        order = mine.scope().name().compareTo(theirs.scope().name());
      }
      if (order == 0) {
        order = mine.scope().version().compareTo(theirs.scope().version());
      }
      return order == 0 ? Integer.compare(number, other.number) : order;
    }
  }

  int defaultLimit() {
    return defaultLimit;
  }

  Callbacks callbacks() {
    return engine.callbacks();
  }

  Diagnostics diagnostics() {
    return engine.diagnostics();
  }

  List<SeriesTable> tables() {
    List<SeriesTable> current = sorted;
    return current == null ? sort() : current;
  }

  private synchronized List<SeriesTable> sort() {
    Entry[] entries = tables.values().toArray(new Entry[0]);
    Arrays.sort(entries);
    SeriesTable[] fresh = new SeriesTable[entries.length];
    for (int i = 0; i < entries.length; i++) {
      fresh[i] = entries[i].table;
    }
    List<SeriesTable> list = List.of(fresh);
    sorted = list;
    return list;
  }

  private void observeSeries() {
    for (SeriesTable table : tables()) {
      int count = table.liveCount();
      if (table != seriesCounts && count > 0) {
        engine.callbacks().observe(seriesCounts, table.name(), (long) count);
      }
    }
  }

  <S> Family<S> family(Declaration declared, Function<Cell.Place, Cell> factory, S refusing) {
    SeriesTable table = table(declared, factory, null);
    return table == null ? new RefusingFamily<>(refusing) : family(declared, table, refusing);
  }

  ObservedFamily observed(Declaration declared) {
    SeriesTable table = table(declared, ObservedCell::new, null);
    return new ObservedFamily(
        engine.callbacks(),
        table,
        table == null
            ? LabelProjection.of(declared.labels(), List.of())
            : projection(declared, table));
  }

  /** Tasks in flight, and their ages as observed metrics. */
  Family<InFlight> inFlight(
      Declaration active, Declaration oldest, Declaration sum, Function<Cell.Place, Cell> factory) {
    check(oldest);
    check(sum);
    check(active); // what throws leaves nothing behind
    SeriesTable oldestTable = table(oldest, ObservedCell::new, null);
    SeriesTable sumTable = table(sum, ObservedCell::new, null);
    SeriesTable table =
        table(
            active,
            factory,
            created ->
                engine
                    .callbacks()
                    .add(
                        active.name(),
                        () ->
                            created.forEachLive(
                                cell ->
                                    ((InFlightCell) cell)
                                        .observeAges(engine.callbacks(), oldestTable, sumTable))));
    return table == null
        ? new RefusingFamily<>(RefusingInFlight.INSTANCE)
        : family(active, table, RefusingInFlight.INSTANCE);
  }

  private static <S> Family<S> family(Declaration declared, SeriesTable table, S refusing) {
    LabelledFamily<S> family = new LabelledFamily<>(table, refusing);
    LabelProjection projection = projection(declared, table);
    return projection.keepsAll() ? family : new ProjectedFamily<>(family, projection);
  }

  private static LabelProjection projection(Declaration declared, SeriesTable table) {
    return LabelProjection.of(declared.labels(), table.declaration().labels());
  }

  /**
   * The table of a metric, as the rules want it.
   *
   * @param onCreation called if the table is new; or null
   * @return null if the metric is left out: by the rules, or because there are too many
   * @throws IllegalArgumentException if the name is taken by another shape, and not by a rule
   */
  @Nullable SeriesTable table(
      Declaration declared,
      Function<Cell.Place, Cell> factory,
      @Nullable Consumer<SeriesTable> onCreation) {
    Declaration ruled = ruled(declared);
    if (ruled == null) {
      return null;
    }
    boolean byRules = isChanged(declared, ruled);
    Key key = new Key(ruled.scope(), ruled.name(), "");
    Entry entry = entry(key, ruled, factory, byRules, onCreation);
    if (entry == null) {
      return null;
    }
    String conflict = conflict(declared, ruled, entry);
    if (conflict.isEmpty()) {
      return entry.table;
    }
    leaveOut(declared, conflict);
    return null;
  }

  <S> OpenFamily<S> open(Declaration declared, Function<Cell.Place, Cell> factory, S refusing) {
    OpenSeries<S> series = openSeries(declared, factory);
    return series == null ? new RefusingOpenFamily<>(refusing) : series;
  }

  OpenCallbacks openObserved(Declaration declared) {
    return new OpenCallbacks(engine.callbacks(), openSeries(declared, ObservedCell::new));
  }

  private <C> @Nullable OpenSeries<C> openSeries(
      Declaration declared, Function<Cell.Place, Cell> factory) {
    SeriesTable table = openTable(declared, factory, /* ignoringCase= */ false);
    return table == null ? null : new OpenSeries<>(table);
  }

  /**
   * The table of a metric whose attributes are not fixed, as the rules want it. Nothing throws:
   * declarations of one name share the table of the first where their recordings can be aggregated
   * together; others get one of their own. Where they do not agree it is told.
   *
   * @param ignoringCase whether names that differ in case alone are one
   * @return null if the metric is left out: by the rules, or because there are too many
   */
  @Nullable SeriesTable openTable(
      Declaration declared, Function<Cell.Place, Cell> factory, boolean ignoringCase) {
    Declaration ruled = ruled(declared);
    if (ruled == null) {
      return null;
    }
    boolean byRules = isChanged(declared, ruled);
    String name = ignoringCase ? ruled.name().toLowerCase(Locale.ROOT) : ruled.name();
    Entry first = entry(new Key(ruled.scope(), name, ""), ruled, factory, byRules, null);
    if (first == null || first.table.declaration().hasShapeOf(ruled)) {
      return first == null ? null : first.table;
    }
    boolean shared = first.table.declaration().canShareSeriesOf(ruled);
    if (!shared && (byRules || first.byRules)) {
      leaveOut(declared, difference(ruled, first));
      return null;
    }
    engine
        .diagnostics()
        .fault(
            FAULT_DUPLICATE,
            ruled.scope().name() + ' ' + name,
            difference(ruled, first)
                + (shared ? ". The first counts." : ". Both are shown, one by one."));
    if (shared) {
      return first.table;
    }
    Key key = new Key(ruled.scope(), name, ruled.variant());
    Entry variant = entry(key, ruled, factory, byRules, null);
    return variant == null ? null : variant.table;
  }

  private void leaveOut(Declaration declared, String conflict) {
    engine
        .diagnostics()
        .fault(Rules.FAULT, declared.name(), conflict + ". By the rules; the later is left out.");
  }

  /** Throws what declaring the metric would throw. */
  private void check(Declaration declared) {
    Declaration ruled = ruled(declared);
    Entry entry = ruled == null ? null : known(new Key(ruled.scope(), ruled.name(), ""));
    if (ruled != null && entry != null) {
      conflict(declared, ruled, entry);
    }
  }

  private synchronized @Nullable Entry known(Key key) {
    return tables.get(key);
  }

  /** The declaration as the rules want it, or null if they leave it out. */
  private @Nullable Declaration ruled(Declaration declared) {
    Declaration ruled = rules.apply(declared);
    if (ruled == null || InstrumentBuilder.isName(ruled.name())) {
      return ruled;
    }
    engine
        .diagnostics()
        .fault(
            Rules.FAULT,
            declared.name(),
            "Metric "
                + declared.name()
                + " keeps its name: the rules give it one of "
                + ruled.name().length()
                + " characters, and a name must have 1 to 255, not all of them blank."
                + " Correct the rule that renames it.");
    return ruled.named(declared.name());
  }

  /** In which way two declarations of one name differ by the rules; empty if they do not. */
  private static String conflict(Declaration declared, Declaration ruled, Entry entry) {
    if (entry.table.declaration().hasShapeOf(ruled)) {
      return "";
    }
    String conflict = difference(ruled, entry);
    if (!entry.byRules && !isChanged(declared, ruled)) {
      throw new IllegalArgumentException(conflict);
    }
    return conflict;
  }

  private static String difference(Declaration ruled, Entry entry) {
    return "metric "
        + ruled.name()
        + " is declared as "
        + ruled.shape()
        + " but was declared before as "
        + entry.table.declaration().shape()
        + "; choose another name or the same shape";
  }

  private static boolean isChanged(Declaration declared, Declaration ruled) {
    return !declared.name().equals(ruled.name()) || !declared.hasShapeOf(ruled);
  }

  /** The entry of a metric, made if it is new; null if there are too many, which is told. */
  private @Nullable Entry entry(
      Key key,
      Declaration ruled,
      Function<Cell.Place, Cell> factory,
      boolean byRules,
      @Nullable Consumer<SeriesTable> onCreation) {
    Entry entry = entryWithinLimit(key, ruled, factory, byRules, onCreation);
    if (entry == null) {
      engine
          .diagnostics()
          .fault(
              FAULT_FULL,
              "metrics",
              "Metric "
                  + ruled.name()
                  + " and all further ones are left out: there are "
                  + metricLimit
                  + " metrics, which is the limit. Put what varies into labels rather than names,"
                  + " or raise Metrics.builder().metricLimit(n).");
    }
    return entry;
  }

  private synchronized @Nullable Entry entryWithinLimit(
      Key key,
      Declaration ruled,
      Function<Cell.Place, Cell> factory,
      boolean byRules,
      @Nullable Consumer<SeriesTable> onCreation) {
    Entry entry = tables.get(key);
    if (entry == null && tables.size() <= metricLimit) { // one is the count of series
      entry = new Entry(new SeriesTable(engine, ruled, factory), byRules, tables.size());
      if (onCreation != null) {
        onCreation.accept(entry.table);
      }
      tables.put(key, entry);
      sorted = null;
    }
    return entry;
  }
}
