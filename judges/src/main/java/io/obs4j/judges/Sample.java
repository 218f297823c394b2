package io.obs4j.judges;

import java.util.Map;

/**
 * What an expression yields for one series.
 *
 * @param labels of the series, with its name as {@code __name__} if it still has one
 * @param value now
 */
public record Sample(Map<String, String> labels, double value) {

  /** Keeps a copy of the labels. */
  public Sample {
    labels = Map.copyOf(labels);
  }
}
