package io.obs4j.metrics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the labels that the code gives are kept.
 *
 * @param arity how many values the code gives
 * @param kept the positions of those that are kept
 */
record LabelProjection(int arity, List<Integer> kept) {

  static LabelProjection of(List<String> declared, List<String> kept) {
    List<Integer> positions = new ArrayList<>(kept.size());
    for (String label : kept) {
      positions.add(declared.indexOf(label));
    }
    return new LabelProjection(declared.size(), positions);
  }

  boolean keepsAll() {
    return kept.size() == arity;
  }

  /** The kept ones among as many values as the arity. */
  @Nullable String[] apply(@Nullable String... values) {
    return keepsAll()
        ? values
        : kept.stream().map(position -> values[position]).toArray(String[]::new);
  }
}
