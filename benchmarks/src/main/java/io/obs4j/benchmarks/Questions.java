package io.obs4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All questions, in the order of {@code docs/performance.md}. */
final class Questions {

  static final List<Question> ALL =
      Stream.of(
              counters(),
              histograms(),
              scrapes(),
              memory(),
              spans(),
              logs(),
              otlp(),
              weaving(),
              starts())
          .flatMap(questions -> questions)
          .toList();

  private Questions() {}

  private static Stream<Question> starts() {
    return Stream.of(
        new ColdStart(
            "cold_start", FirstScrape::new, OursService.class, OpenTelemetryService.class),
        new ColdStart(
            "span_first", FirstSpan::new, OursSpanService.class, OpenTelemetrySpanService.class));
  }

  private static Stream<Question> counters() {
    return Stream.of(
        counter("counter_resolved", 1),
        counter("counter_resolved_2_threads", 2),
        counterWithoutExemplars("counter_resolved_without_exemplars", 1),
        counterWithoutExemplars("counter_resolved_without_exemplars_2_threads", 2),
        scaling("counter_scaling", CounterResolved::outcomes, "CounterResolved.ours"),
        lookup("same"),
        lookup("equal"),
        lookup("rotating"));
  }

  private static Question counter(String name, int threads) {
    return new Sides("CounterResolved", threads)
        .ours("ours")
        .peer("LongAdder", "adder")
        .peer("client_java", "clientJava")
        .peer("micrometer", "micrometer")
        .peer("opentelemetry_prebuilt", "openTelemetry")
        .asked(name, CounterResolved::outcomes);
  }

  private static Question counterWithoutExemplars(String name, int threads) {
    return new Sides("CounterResolved", threads)
        .ours("oursWithoutExemplars")
        .peer("LongAdder", "adder")
        .peer("client_java", "clientJava")
        .asked(name, CounterResolved::outcomes);
  }

  private static Question lookup(String strings) {
    return new Sides("CounterLookup", 1)
        .with("strings", strings)
        .ours("ours")
        .peer("client_java", "clientJava")
        .peer("micrometer", "micrometer")
        .peer("opentelemetry_prebuilt", "openTelemetry")
        .asked("counter_lookup_" + strings, () -> CounterLookup.outcomes(strings));
  }

  private static Stream<Question> histograms() {
    return Stream.of(
        exponential("histogram_exponential", 1),
        exponential("histogram_exponential_2_threads", 2),
        scaling(
            "histogram_scaling",
            HistogramRecord::exponentialOutcomes,
            "HistogramRecord.oursExponential"),
        new Sides("HistogramRecord", 1)
            .ours("oursExplicit")
            .peer("client_java_classic", "clientJavaClassic")
            .peer("opentelemetry_explicit", "openTelemetryExplicit")
            .asked("histogram_explicit", HistogramRecord::explicitOutcomes),
        timer("timer", 1),
        timer("timer_2_threads", 2),
        new Sides("SummaryRecord", 1)
            .ours("ours")
            .peer("micrometer_percentiles", "micrometer")
            .peer("HdrHistogram_Recorder", "recorder")
            .asked("summary", SummaryRecord::outcomes));
  }

  private static Question exponential(String name, int threads) {
    return new Sides("HistogramRecord", threads)
        .ours("oursExponential")
        .peer("client_java_native", "clientJavaNative")
        .peer("client_java_default", "clientJavaDefault")
        .peer("opentelemetry_base2", "openTelemetryBase2")
        .asked(name, HistogramRecord::exponentialOutcomes);
  }

  private static Question timer(String name, int threads) {
    return new Sides("TimerRecord", threads)
        .ours("ours")
        .peer("micrometer", "micrometer")
        .peer("micrometer_slo", "micrometerSlo")
        .peer("micrometer_percentile_histogram", "micrometerHistogram")
        .asked(name, TimerRecord::outcomes);
  }

  private static Stream<Question> scrapes() {
    List<Shape> shapes =
        List.of(
            Shape.counters(1_000),
            Shape.counters(10_000),
            Shape.counters(100_000),
            Shape.histograms(1_000));
    return Stream.concat(
        shapes.stream().map(Questions::scrape), shapes.stream().map(ScrapeAllocation::new));
  }

  private static Question scrape(Shape shape) {
    List<Side> sides = new ArrayList<>();
    for (String side : Population.SIDES) {
      sides.add(new Side(side, "Scrape.write", 1, Map.of("side", side, "shape", shape.toString())));
    }
    return new Comparison("scrape_" + shape, () -> Population.outcomes(shape), sides);
  }

  private static Stream<Question> memory() {
    return Stream.of(
        new RetainedMemory(Shape.counters(100_000), 1),
        new RetainedMemory(Shape.counters(10_000), 2),
        new RetainedMemory(Shape.counters(10_000), 16),
        new RetainedMemory(Shape.histograms(1_000), 1),
        new RetainedMemory(Shape.histograms(1_000), 2),
        new RetainedMemory(Shape.histograms(1_000), 16));
  }

  private static Stream<Question> spans() {
    return Stream.of(
        span("span_recorded", "SpanRecorded", "", SpanRecorded::outcomes),
        span("span_recorded_scope", "SpanRecorded", "InScope", SpanRecorded::outcomes),
        batched("span_batched_scope", 1),
        batched("span_batched_scope_2_threads", 2),
        scaling("span_batched_scaling", SpanBatched::outcomes, "SpanBatched.ours"),
        span("span_unsampled", "SpanUnsampled", "", SpanUnsampled::outcomes),
        span("span_unsampled_scope", "SpanUnsampled", "InScope", SpanUnsampled::outcomes),
        new Sides("ExceptionRecorded", 1)
            .ours("ours")
            .peer("opentelemetry", "openTelemetry")
            .asked("record_exception", ExceptionRecorded::outcomes),
        new Sides("W3CHeaders", 1)
            .ours("oursExtract")
            .peer("opentelemetry", "openTelemetryExtract")
            .asked("w3c_extract", W3CHeaders::extractOutcomes),
        new Sides("W3CHeaders", 1)
            .ours("oursInject")
            .peer("opentelemetry", "openTelemetryInject")
            .asked("w3c_inject", W3CHeaders::injectOutcomes));
  }

  private static Question span(
      String name, String benchmark, String variant, Supplier<List<Outcome>> check) {
    return new Sides(benchmark, 1)
        .ours("ours" + variant)
        .peer("opentelemetry", "openTelemetry" + variant)
        .peer("brave", "brave" + variant)
        .asked(name, check);
  }

  private static Question batched(String name, int threads) {
    return new Sides("SpanBatched", threads)
        .ours("ours")
        .peer("opentelemetry", "openTelemetry")
        .asked(name, SpanBatched::outcomes);
  }

  private static Stream<Question> weaving() {
    return Stream.of(
        new Sides("WovenTimed", 1)
            .ours("ours")
            .peer("bare_histogram", "histogram")
            .asked("woven_timed", WovenTimed::outcomes),
        observed(true),
        observed(false));
  }

  private static Question observed(boolean sampled) {
    return new Sides("WovenObserved", 1)
        .with("sampled", Boolean.toString(sampled))
        .ours("ours")
        .peer("handle", "handle")
        .asked(
            "woven_observed_" + (sampled ? "sampled" : "unsampled"),
            () -> WovenObserved.outcomes(sampled));
  }

  private static Stream<Question> logs() {
    List<String> encoders = List.of("ours", "logstash", "logback_json", "ecs_logging", "log4j");
    List<String> tracers = List.of("ours", "logstash", "log4j");
    List<String> appenders = List.of("ours", "logstash");
    return Stream.of(
        new Comparison(
            "log_encode",
            () -> LogWritten.outcomes(LogWay.ENCODE, encoders),
            logSides("event", LogWay.ENCODE, encoders)),
        new Comparison(
            "log_encode_hosted",
            () -> LogWritten.outcomes(LogWay.ENCODE, List.of("ours_hosted", "logstash")),
            List.of(
                new Side(
                    "ours",
                    "LogWritten.event",
                    1,
                    Map.of("side", "ours_hosted", "way", LogWay.ENCODE.name())),
                new Side(
                    "logstash",
                    "LogWritten.event",
                    1,
                    Map.of("side", "logstash", "way", LogWay.ENCODE.name())))),
        new Comparison(
            "log_exception_fresh",
            () -> LogWritten.exceptionOutcomes(tracers),
            logSides(
                "freshException",
                LogWay.ENCODE_EXCEPTION,
                List.of("ours", "logstash", "log4j", "exceptions_alone"))),
        new Comparison(
            "log_exception_seen",
            () -> LogWritten.exceptionOutcomes(tracers),
            logSides("seenException", LogWay.ENCODE_EXCEPTION, tracers)),
        new Comparison(
            "log_file_sync",
            () -> LogWritten.outcomes(LogWay.FILE, appenders),
            logSides("event", LogWay.FILE, appenders)),
        new Comparison(
            "log_disabled",
            () -> LogWritten.disabledOutcomes(appenders),
            logSides("disabled", LogWay.FILE, appenders)),
        new LogSaturated("log_file_async", 1),
        new LogSaturated("log_file_async_8_threads", 8),
        new LogPaced("log_file_async_paced"));
  }

  private static List<Side> logSides(String method, LogWay way, List<String> names) {
    List<Side> sides = new ArrayList<>();
    for (String name : names) {
      Map<String, String> parameters = Map.of("side", name, "way", way.name());
      sides.add(new Side(name, "LogWritten." + method, 1, parameters));
    }
    return sides;
  }

  private static Stream<Question> otlp() {
    return Stream.of(
        otlpEncoding("spans"),
        otlpEncoding("points"),
        otlpEncoding("logs"),
        new OtlpThroughput(),
        new OtlpBytes());
  }

  private static Question otlpEncoding(String signal) {
    List<Side> sides = new ArrayList<>();
    for (String side : OtlpRequest.SIDES) {
      sides.add(new Side(side, "OtlpEncode.encode", 1, Map.of("side", side, "signal", signal)));
    }
    return new Comparison("otlp_encode_" + signal, () -> OtlpEncode.outcomes(signal), sides);
  }

  /** Ours on two threads beside ours on one. */
  private static Question scaling(String name, Supplier<List<Outcome>> check, String method) {
    return new Comparison(
        name,
        check,
        List.of(
            new Side("ours", method, 2, Map.of()), new Side("ours_1_thread", method, 1, Map.of())));
  }

  /** Collects the sides of a comparison within one benchmark class. */
  private static final class Sides {
    private final String benchmark;
    private final int threads;
    private final List<Side> sides = new ArrayList<>();
    private Map<String, String> parameters = Map.of();

    Sides(String benchmark, int threads) {
      this.benchmark = benchmark;
      this.threads = threads;
    }

    Sides with(String parameter, String value) {
      parameters = Map.of(parameter, value);
      return this;
    }

    Sides ours(String method) {
      return peer("ours", method);
    }

    Sides peer(String name, String method) {
      sides.add(new Side(name, benchmark + '.' + method, threads, parameters));
      return this;
    }

    Comparison asked(String question, Supplier<List<Outcome>> check) {
      return new Comparison(question, check, sides);
    }
  }
}
