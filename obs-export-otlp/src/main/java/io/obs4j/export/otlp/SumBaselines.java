package io.obs4j.export.otlp;

import io.obs4j.core.Exemplar;
import io.obs4j.core.NumberReading;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Of sums that only grow. Integers are subtracted as integers; a sum that is smaller than it was
 * began anew.
 */
final class SumBaselines extends Baselines {

  private long[] longs = {};
  private double[] doubles = {};
  private long[] pendingLongs = {};
  private double[] pendingDoubles = {};
  private final Increment increment = new Increment();

  /** What a reading holds more than the acknowledged one; it is pending. Valid until the next. */
  NumberReading difference(int index, NumberReading reading) {
    increment.reading = reading;
    pendingLongs[index] = reading.longValue();
    pendingDoubles[index] = reading.doubleValue();
    boolean anew =
        reading.isLong()
            ? reading.longValue() < longs[index]
            : reading.doubleValue() < doubles[index];
    increment.integer = reading.longValue() - (anew ? 0 : longs[index]);
    increment.number = reading.doubleValue() - (anew ? 0 : doubles[index]);
    return increment;
  }

  @Override
  void grow(int length) {
    longs = Arrays.copyOf(longs, length);
    doubles = Arrays.copyOf(doubles, length);
    pendingLongs = Arrays.copyOf(pendingLongs, length);
    pendingDoubles = Arrays.copyOf(pendingDoubles, length);
  }

  @Override
  void reset(int index) {
    longs[index] = 0;
    doubles[index] = 0;
  }

  @Override
  void advance(int index) {
    longs[index] = pendingLongs[index];
    doubles[index] = pendingDoubles[index];
  }

  private static final class Increment implements NumberReading {

    private @Nullable NumberReading reading;
    private long integer;
    private double number;

    @Override
    public boolean isLong() {
      return reading != null && reading.isLong();
    }

    @Override
    public long longValue() {
      return integer;
    }

    @Override
    public double doubleValue() {
      return isLong() ? (double) integer : number;
    }

    @Override
    public @Nullable Exemplar exemplar() {
      return reading == null ? null : reading.exemplar();
    }
  }
}
