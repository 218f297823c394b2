package io.obs4j.metrics;

import io.obs4j.core.InstrumentationScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The tables by scope and name. Declaring takes a lock; walks read a sorted list that is replaced
 * whole, so that families arrive in the order of their names, then their scopes.
 */
final class Registry {

  private static final Comparator<SeriesTable> ORDER =
      Comparator.comparing((SeriesTable table) -> table.declaration().name())
          .thenComparing(table -> table.declaration().scope().name())
          .thenComparing(table -> table.declaration().scope().version());

  private final Engine engine;
  private final int defaultLimit;
  private final Map<Key, SeriesTable> tables = new ConcurrentHashMap<>();
  private volatile List<SeriesTable> sorted = List.of();

  Registry(Engine engine, int defaultLimit) {
    this.engine = engine;
    this.defaultLimit = defaultLimit;
  }

  private record Key(InstrumentationScope scope, String name) {}

  int defaultLimit() {
    return defaultLimit;
  }

  List<SeriesTable> tables() {
    return sorted;
  }

  <S> Family<S> family(Declaration declaration, Function<Cell.Place, Cell> factory, S refusing) {
    return new LabelledFamily<>(table(declaration, factory), refusing);
  }

  ObservedFamily observed(Declaration declaration) {
    return new ObservedFamily(engine.callbacks(), table(declaration, ObservedCell::new));
  }

  SeriesTable table(Declaration declaration, Function<Cell.Place, Cell> factory) {
    SeriesTable table =
        tables.computeIfAbsent(
            new Key(declaration.scope(), declaration.name()),
            key -> new SeriesTable(engine, declaration, factory));
    if (!table.declaration().hasShapeOf(declaration)) {
      throw new IllegalArgumentException(
          "metric "
              + declaration.name()
              + " is declared as "
              + declaration.shape()
              + " but was declared before as "
              + table.declaration().shape()
              + "; choose another name or the same shape");
    }
    sort();
    return table;
  }

  private synchronized void sort() {
    if (sorted.size() != tables.size()) {
      List<SeriesTable> all = new ArrayList<>(tables.values());
      all.sort(ORDER);
      sorted = List.copyOf(all);
    }
  }
}
