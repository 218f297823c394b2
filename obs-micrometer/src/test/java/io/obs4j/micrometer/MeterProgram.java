package io.obs4j.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A random program over Micrometer's API, run on several registries of one clock alike. */
final class MeterProgram {

  private static final String[] STEMS = {"orders", "orders.open", "http_requests", "aB.c-d", "x"};
  private static final String[] KEYS = {"country", "http.method", "kind-of", "aKey"};
  private static final String[] VALUES = {"de", "fr", "", "GET /a b", "ü"};
  private static final String[] UNITS = {"bytes", "threads", "seconds", "milliseconds", "orders"};

  private enum Kind {
    COUNTER,
    TIMER,
    SUMMARY,
    GAUGE,
    TIME_GAUGE,
    FUNCTION_COUNTER,
    FUNCTION_TIMER,
    LONG_TASK_TIMER,
    CUSTOM
  }

  private enum Statistics {
    NONE,
    PERCENTILES,
    OBJECTIVES,
    BUCKETS,
    ALL
  }

  /** What all meters of one name have in common. */
  private record Plan(
      Kind kind, String name, String unit, String help, List<String> keys, Statistics statistics) {

    @Override
    public String toString() {
      return kind + " " + name + " [" + unit + "] " + keys + " " + statistics;
    }
  }

  private final SplittableRandom random;
  private final List<MeterRegistry> registries;
  private final MockClock clock;
  private final List<Plan> plans = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final Map<String, AtomicLong> kept = new HashMap<>();
  private final Map<String, Deque<List<LongTaskTimer.Sample>>> tasks = new HashMap<>();

  MeterProgram(SplittableRandom random, MockClock clock, List<MeterRegistry> registries) {
    this.random = random;
    this.clock = clock;
    this.registries = registries;
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      plans.add(plan(i));
    }
  }

  private Plan plan(int index) {
    List<String> keys = new ArrayList<>();
    int first = random.nextInt(KEYS.length);
    for (int i = random.nextInt(3); i > 0; i--) {
      keys.add(KEYS[(first + i) % KEYS.length]);
    }
    return new Plan(
        pick(Kind.values()),
        pick(STEMS) + ".n" + index,
        random.nextBoolean() ? null : pick(UNITS),
        random.nextBoolean() ? null : "Help of " + index,
        keys,
        pick(Statistics.values()));
  }

  /** Takes a number of random steps. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  private void step() {
    int choice = random.nextInt(20);
    if (choice == 0) {
      Duration time = Duration.ofSeconds(random.nextInt(200));
      log.add("wait " + time);
      clock.add(time);
      return;
    }
    Plan plan = plans.get(random.nextInt(plans.size()));
    Tags tags = tags(plan);
    long amount = random.nextInt(2_000_000_000);
    log.add(plan.name() + tags.stream().toList() + " " + amount);
    switch (plan.kind()) {
      case COUNTER -> each(registry -> count(registry, plan, tags, amount));
      case TIMER ->
          each(registry -> timer(registry, plan, tags).record(amount, TimeUnit.NANOSECONDS));
      case SUMMARY ->
          each(registry -> summary(registry, plan, tags).record((double) (amount % 1_000)));
      case LONG_TASK_TIMER -> task(plan, tags, amount);
      case GAUGE, TIME_GAUGE, FUNCTION_COUNTER, FUNCTION_TIMER, CUSTOM ->
          observe(plan, tags, amount);
    }
  }

  private interface Action {
    void on(MeterRegistry registry);
  }

  private void each(Action action) {
    registries.forEach(action::on);
  }

  private static void count(MeterRegistry registry, Plan plan, Tags tags, long amount) {
    Counter counter =
        Counter.builder(plan.name())
            .baseUnit(plan.unit())
            .description(plan.help())
            .tags(tags)
            .register(registry);
    counter.increment();
    counter.increment(amount % 2 == 0 ? amount : amount / 8.0);
  }

  private static Timer timer(MeterRegistry registry, Plan plan, Tags tags) {
    Timer.Builder builder = Timer.builder(plan.name()).description(plan.help()).tags(tags);
    switch (plan.statistics()) {
      case NONE -> {}
      case PERCENTILES -> builder.publishPercentiles(0.5, 0.99);
      case OBJECTIVES ->
          builder.serviceLevelObjectives(
              Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1));
      case BUCKETS -> builder.publishPercentileHistogram();
      case ALL ->
          builder
              .publishPercentiles(0.9)
              .publishPercentileHistogram()
              .serviceLevelObjectives(Duration.ofMillis(333));
    }
    return builder.register(registry);
  }

  private static DistributionSummary summary(MeterRegistry registry, Plan plan, Tags tags) {
    DistributionSummary.Builder builder =
        DistributionSummary.builder(plan.name())
            .baseUnit(plan.unit())
            .description(plan.help())
            .tags(tags);
    switch (plan.statistics()) {
      case NONE -> {}
      case PERCENTILES -> builder.publishPercentiles(0.5, 0.99);
      case OBJECTIVES -> builder.serviceLevelObjectives(1, 10, 100, 900);
      case BUCKETS -> builder.publishPercentileHistogram().maximumExpectedValue(500.0);
      case ALL ->
          builder
              .publishPercentiles(0.9)
              .publishPercentileHistogram()
              .maximumExpectedValue(2_000.0)
              .serviceLevelObjectives(7);
    }
    return builder.register(registry);
  }

  private void task(Plan plan, Tags tags, long amount) {
    Deque<List<LongTaskTimer.Sample>> running =
        tasks.computeIfAbsent(plan.name() + tags, name -> new ArrayDeque<>());
    if (amount % 2 == 0 && !running.isEmpty()) {
      running.pop().forEach(LongTaskTimer.Sample::stop);
      return;
    }
    List<LongTaskTimer.Sample> started = new ArrayList<>();
    each(registry -> started.add(longTaskTimer(registry, plan, tags).start()));
    running.push(started);
  }

  private static LongTaskTimer longTaskTimer(MeterRegistry registry, Plan plan, Tags tags) {
    LongTaskTimer.Builder builder =
        LongTaskTimer.builder(plan.name()).description(plan.help()).tags(tags);
    switch (plan.statistics()) {
      case NONE, PERCENTILES -> {}
      case OBJECTIVES ->
          builder.serviceLevelObjectives(
              Duration.ofSeconds(20), Duration.ofSeconds(100), Duration.ofSeconds(150));
      case BUCKETS -> builder.publishPercentileHistogram();
      case ALL ->
          builder.publishPercentileHistogram().serviceLevelObjectives(Duration.ofMillis(70_500));
    }
    return builder.register(registry);
  }

  private void observe(Plan plan, Tags tags, long amount) {
    AtomicLong value = kept.computeIfAbsent(plan.name() + tags, name -> new AtomicLong());
    value.addAndGet(amount);
    each(registry -> register(registry, plan, tags, value));
  }

  private static void register(MeterRegistry registry, Plan plan, Tags tags, AtomicLong value) {
    switch (plan.kind()) {
      case GAUGE ->
          Gauge.builder(plan.name(), value, AtomicLong::get)
              .baseUnit(plan.unit())
              .description(plan.help())
              .tags(tags)
              .register(registry);
      case TIME_GAUGE ->
          TimeGauge.builder(plan.name(), value, TimeUnit.MILLISECONDS, AtomicLong::get)
              .description(plan.help())
              .tags(tags)
              .register(registry);
      case FUNCTION_COUNTER ->
          FunctionCounter.builder(plan.name(), value, AtomicLong::get)
              .baseUnit(plan.unit())
              .description(plan.help())
              .tags(tags)
              .register(registry);
      case FUNCTION_TIMER ->
          FunctionTimer.builder(
                  plan.name(), value, AtomicLong::get, AtomicLong::get, TimeUnit.MILLISECONDS)
              .description(plan.help())
              .tags(tags)
              .register(registry);
      default -> custom(registry, plan, tags, value);
    }
  }

  private static void custom(MeterRegistry registry, Plan plan, Tags tags, AtomicLong value) {
    List<Measurement> measurements = new ArrayList<>();
    for (Statistic statistic : Statistic.values()) {
      if (statistic != Statistic.UNKNOWN && statistic != Statistic.TOTAL_TIME) {
        measurements.add(new Measurement(() -> (double) value.get(), statistic));
      }
    }
    Meter.builder(plan.name(), Meter.Type.OTHER, measurements)
        .baseUnit(plan.unit())
        .description(plan.help())
        .tags(tags)
        .register(registry);
  }

  private Tags tags(Plan plan) {
    List<Tag> tags = new ArrayList<>();
    for (String key : plan.keys()) {
      tags.add(Tag.of(key, pick(VALUES)));
    }
    return Tags.of(tags);
  }

  private <T> T pick(T[] all) {
    return all[random.nextInt(all.length)];
  }

  @Override
  public String toString() {
    return plans + ": " + log;
  }
}
