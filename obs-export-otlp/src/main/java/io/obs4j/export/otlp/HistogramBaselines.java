package io.obs4j.export.otlp;

import io.obs4j.core.HistogramReading;
import java.util.Arrays;

/** Of histograms. */
final class HistogramBaselines extends Baselines {

  private Distribution[] acknowledged = {};
  private Distribution[] pending = {};
  private final Distribution increment = new Distribution();

  /** What a reading holds more than the acknowledged one; it is pending. Valid until the next. */
  HistogramReading difference(int index, HistogramReading reading) {
    pending[index].copy(reading);
    increment.difference(reading, acknowledged[index]);
    return increment;
  }

  @Override
  void grow(int length) {
    pending = grown(pending, length);
    acknowledged = grown(acknowledged, length);
  }

  private static Distribution[] grown(Distribution[] all, int length) {
    Distribution[] longer = Arrays.copyOf(all, length);
    for (int i = all.length; i < length; i++) {
      longer[i] = new Distribution();
    }
    return longer;
  }

  @Override
  void reset(int index) {
    acknowledged[index].clear();
  }

  @Override
  void advance(int index) {
    Distribution known = acknowledged[index];
    acknowledged[index] = pending[index];
    pending[index] = known;
  }
}
