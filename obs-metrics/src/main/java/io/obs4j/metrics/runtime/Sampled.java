package io.obs4j.metrics.runtime;

import io.obs4j.core.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reading that several metrics are derived from, taken once for all that ask within a short time:
 * the metrics of one walk agree with each other, and walks that follow closely cost nothing.
 *
 * @param <T> immutable
 */
final class Sampled<T> {

  /** For how long a reading serves. */
  static final Duration AGE = Duration.ofMillis(500);

  /*
   * One reference holds value and time together. Threads that find it too old at once each read
   * anew; the last one stays, which is as good as any.
   */
  private record Taken<T>(T value, long nanoTime) {}

  private final Supplier<T> source;
  private final Clock clock;
  private volatile @Nullable Taken<T> taken;

  Sampled(Clock clock, Supplier<T> source) {
    this.clock = clock;
    this.source = source;
  }

  T get() {
    long now = clock.nanoTime();
    Taken<T> recent = taken;
    if (recent == null || now - recent.nanoTime >= AGE.toNanos()) {
      recent = new Taken<>(source.get(), now);
      taken = recent;
    }
    return recent.value;
  }
}
