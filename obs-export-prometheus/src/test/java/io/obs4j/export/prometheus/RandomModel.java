package io.obs4j.export.prometheus;

import io.obs4j.core.Exemplar;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Sources of random metrics: all kinds, odd values, odd label values. */
final class RandomModel {

  private static final String[] VALUES = {
    "",
    "GET",
    "a\"b",
    "back\\slash",
    "new\nline",
    "\uD83D\uDE00",
    "\uD800lone",
    "é",
    "\t",
    "\\n",
    "{}=,#",
    " "
  };
  private static final List<MetricKind> KINDS = List.of(MetricKind.values());
  private static final String[] UNITS = {"", "s", "By", "1", "{order}", "m/s", "widgets"};

  private final SplittableRandom random;
  private boolean nativeHistograms;

  RandomModel(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Lets histograms have exponential buckets, too. */
  RandomModel withNativeHistograms() {
    nativeHistograms = true;
    return this;
  }

  Model next() {
    Model model = new Model();
    int families = 1 + random.nextInt(4);
    for (int f = 0; f < families; f++) {
      MetricKind kind = KINDS.get(random.nextInt(KINDS.size()));
      // The names differ in their first word, so none collide.
      String name = "m" + f + ".of_" + kind.name().toLowerCase(Locale.ROOT);
      String unit = UNITS[random.nextInt(UNITS.length)];
      Model.Family family = model.family(kind, name, unit, random.nextBoolean() ? "" : text());
      double[] numbers = ascending();
      Set<Attributes> used = new HashSet<>();
      for (int s = 1 + random.nextInt(3); s > 0; s--) {
        Attributes attributes = attributes();
        if (used.add(withoutEmpty(attributes))) {
          family.add(attributes, reading(kind, numbers));
        }
      }
    }
    return model;
  }

  double number() {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> random.nextInt(1_000);
      case 2 -> Double.longBitsToDouble(random.nextLong() & 0x7FEF_FFFF_FFFF_FFFFL);
      case 3 -> Double.MIN_VALUE * random.nextInt(10);
      default -> random.nextDouble() * Math.pow(10, random.nextInt(-6, 9));
    };
  }

  Attributes attributes() {
    AttributesBuilder attributes = Attributes.builder();
    List<String> keys = new ArrayList<>(List.of("http.method", "route", "status_code"));
    for (String key : keys) {
      if (random.nextInt(3) > 0) {
        attributes.put(key, text());
      }
    }
    return attributes.build();
  }

  /** What tells a series to Prometheus, for which an empty label is none. */
  private static Attributes withoutEmpty(Attributes attributes) {
    return attributes.toBuilder()
        .removeIf(key -> String.valueOf(attributes.get(key)).isEmpty())
        .build();
  }

  private String text() {
    return VALUES[random.nextInt(VALUES.length)] + VALUES[random.nextInt(VALUES.length)];
  }

  private Model.Reading reading(MetricKind kind, double[] numbers) {
    return switch (kind) {
      case COUNTER -> new Model.Sum(sum(), exemplar(number()));
      case UP_DOWN_COUNTER -> Model.Sum.of(random.nextBoolean() ? -number() : number());
      case GAUGE -> new Model.Value(gauge());
      case HISTOGRAM -> histogram(numbers);
      case SUMMARY -> summary(numbers);
      case INFO -> new Model.Info();
      case STATE_SET -> states();
    };
  }

  private Number sum() {
    return random.nextBoolean()
        ? (Number) (random.nextLong(1L << 53) >> random.nextInt(53))
        : (Number) number();
  }

  private double gauge() {
    return switch (random.nextInt(6)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> Double.NEGATIVE_INFINITY;
      default -> -number();
    };
  }

  private double[] ascending() {
    return random
        .doubles(random.nextInt(6))
        .map(x -> Math.scalb(x, random.nextInt(-20, 20)))
        .sorted()
        .distinct()
        .toArray();
  }

  private Model.Buckets histogram(double[] bounds) {
    long[] counts = random.longs(bounds.length + 1, 0, 100).toArray();
    Exemplar[] exemplars = new Exemplar[counts.length];
    for (int i = 0; i < exemplars.length; i++) {
      exemplars[i] = exemplar(within(bounds, i));
    }
    return nativeHistograms && random.nextBoolean()
        ? exponential(bounds, exemplars)
        : new Model.Buckets(number(), bounds, counts, exemplars, null);
  }

  /** Has the same count in both views. */
  private Model.Buckets exponential(double[] bounds, Exemplar[] exemplars) {
    Model.Run positive = run();
    Model.Run negative = run();
    long zeros = random.nextLong(3);
    long[] counts = new long[bounds.length + 1];
    counts[random.nextInt(counts.length)] = zeros + sum(positive) + sum(negative);
    return new Model.Buckets(
        number(),
        bounds,
        counts,
        exemplars,
        new Model.Exponential(
            random.nextInt(-4, 9), random.nextBoolean() ? 0 : 1e-6, zeros, positive, negative));
  }

  private Model.Run run() {
    long[] counts = random.longs(random.nextInt(8), 0, 4).toArray();
    return new Model.Run(random.nextInt(-20, 20), counts);
  }

  private static long sum(Model.Run run) {
    return LongStream.of(run.counts()).sum();
  }

  private double within(double[] bounds, int bucket) {
    if (bounds.length == 0) {
      return number();
    }
    return bucket < bounds.length ? bounds[bucket] : bounds[bucket - 1] + 1;
  }

  private Model.Quantiles summary(double[] numbers) {
    double[] quantiles = new double[numbers.length];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = (i + 1.0) / (quantiles.length + 1);
    }
    return new Model.Quantiles(random.nextLong(1_000), number(), quantiles, numbers);
  }

  private Model.States states() {
    TreeMap<String, Boolean> states = new TreeMap<>();
    states.put("up", random.nextBoolean());
    states.put("s" + text(), random.nextBoolean());
    return new Model.States(states);
  }

  private @Nullable Exemplar exemplar(double value) {
    return random.nextInt(3) == 0
        ? new Exemplar(
            value,
            Model.START + random.nextLong(1_000_000_000_000L),
            random.nextLong(),
            random.nextLong(),
            random.nextLong(),
            Attributes.empty())
        : null;
  }
}
