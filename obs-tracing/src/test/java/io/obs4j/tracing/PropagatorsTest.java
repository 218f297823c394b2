package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.judges.LogLines;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PropagatorsTest {

  private static final TextMapGetter<Carrier> THROWING_GETTER =
      (carrier, name) -> {
        throw new IllegalStateException("no " + name);
      };

  private static final TextMapSetter<Carrier> THROWING_SETTER =
      (carrier, name, value) -> {
        throw new IllegalStateException("no " + name);
      };

  private final LogLines log = new LogLines();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(log);

  private static Stream<TextMapPropagator> all() {
    return Stream.of(
        Propagators.w3c(),
        Propagators.baggage(),
        Propagators.b3(),
        Propagators.b3Multi(),
        Propagators.jaeger(),
        Propagators.composite(),
        Propagators.composite(Propagators.w3c(), Propagators.baggage(), Propagators.jaeger()));
  }

  private static Context full() {
    return Context.root()
        .with(
            NonRecordingSpan.remote(
                1, 2, 3, TraceFlags.getSampled(), W3CTraceState.parse("a=1,b=2")))
        .with(Baggage.builder().put("k", "v 1").build());
  }

  private TextMapPropagator named(String names) {
    return Propagators.fromEnvironment(
        Environment.of(Map.of("OTEL_PROPAGATORS", names), diagnostics));
  }

  @ParameterizedTest
  @MethodSource("all")
  void extract_nulls_giveTheContextThatIsThere(TextMapPropagator propagator) {
    Context given = full();

    assertThat(propagator.extract(given, null, (carrier, name) -> null)).isSameAs(given);
    assertThat(propagator.extract(given, Carrier.of(), null)).isSameAs(given);
    assertThat(propagator.extract(null, Carrier.of(), Carrier.GETTER)).isSameAs(Context.root());
    assertThat(propagator.extract(given, null, Carrier.GETTER)).isSameAs(given);
    assertThat(propagator.extract(given, Carrier.of(), Carrier.GETTER)).isSameAs(given);
  }

  @ParameterizedTest
  @MethodSource("all")
  void inject_nulls_areHarmless(TextMapPropagator propagator) {
    Carrier carrier = Carrier.of();
    propagator.inject(null, carrier, Carrier::set);
    propagator.inject(full(), carrier, null);
    propagator.inject(full(), (Carrier) null, (none, name, value) -> {});

    assertThat(carrier.lines()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void carrierThatThrows_isSurvived(TextMapPropagator propagator) {
    Context given = full();

    assertThat(propagator.extract(given, Carrier.of(), THROWING_GETTER)).isSameAs(given);
    propagator.inject(given, Carrier.of(), THROWING_SETTER);
    assertThat(Carrier.injected(Propagators.w3c(), given).lines()).hasSize(2);
  }

  @Test
  void carrierThatThrows_isReportedWhereAnEnvironmentIsKnown() {
    TextMapPropagator propagator = named("tracecontext,baggage");

    propagator.extract(Context.root(), Carrier.of(), THROWING_GETTER);
    propagator.inject(full(), Carrier.of(), THROWING_SETTER);

    assertThat(diagnostics.faultCount("tracing.propagation")).isEqualTo(4);
    assertThat(log.texts())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("The propagator tracecontext could not extract from a request");
  }

  @Test
  void composite_partThatThrows_leavesTheOthersGoOn() {
    TextMapPropagator broken = new W3CPropagator();
    TextMapSetter<Carrier> picky =
        (carrier, name, value) -> {
          if (name.startsWith("trace")) {
            throw new IllegalStateException(name);
          }
          carrier.set(name, value);
        };
    Carrier carrier = Carrier.of();

    Propagators.composite(broken, Propagators.baggage()).inject(full(), carrier, picky);

    assertThat(carrier.lines()).containsExactly("baggage: k=v%201");
  }

  /** An error too, and a part that gives no context. */
  @Test
  @SuppressWarnings("NullAway") // What a user without NullAway may do.
  void composite_foreignPartThatFails_keepsWhatTheOthersFound() {
    for (boolean error : new boolean[] {false, true}) {
      TextMapPropagator foreign =
          new TextMapPropagator() {
            @Override
            public Collection<String> fields() {
              return List.of();
            }

            @Override
            public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
              throw new NoClassDefFoundError("planted");
            }

            @Override
            public <C> Context extract(
                Context context, @Nullable C carrier, TextMapGetter<C> getter) {
              if (error) {
                throw new NoClassDefFoundError("planted");
              }
              return null;
            }
          };
      TextMapPropagator composite =
          Propagators.composite(Propagators.baggage(), foreign, Propagators.w3c());

      Context context =
          Carrier.extracted(
              composite,
              "baggage",
              "k=v",
              "traceparent",
              "00-00000000000000000000000000000001-0000000000000001-01");

      assertThat(Baggage.fromContext(context).getEntryValue("k")).isEqualTo("v");
      assertThat(Span.fromContext(context).getSpanContext().isValid()).isTrue();
      assertThat(Carrier.injected(composite, context).lines()).hasSize(2);
    }
  }

  /** The wish to keep a trace by all means is one of that trace, not of the other. */
  @Test
  void composite_debugOfAnotherTrace_isNotSentOn() {
    TextMapPropagator b3First =
        Propagators.composite(Propagators.b3(), Propagators.jaeger(), Propagators.w3c());
    String one = "00000000000000000000000000000001";
    String two = "00000000000000000000000000000002";

    for (String trace : new String[] {one, two}) {
      Context context =
          Carrier.extracted(
              b3First,
              "b3",
              one + "-0000000000000001-d",
              "traceparent",
              "00-" + trace + "-0000000000000003-01");
      String debug = trace.equals(one) ? "-d" : "-1";
      String flags = trace.equals(one) ? ":3" : ":1";

      assertThat(Carrier.injected(Propagators.b3(), context).lines().get(0))
          .endsWith("-0000000000000003" + debug);
      assertThat(Carrier.injected(Propagators.jaeger(), context).lines().get(0)).endsWith(flags);
    }
  }

  @Test
  void composite_severalParents_takesTheLast() {
    String[] headers = {
      "traceparent", "00-00000000000000000000000000000001-0000000000000001-01",
      "b3", "00000000000000000000000000000002-0000000000000002-1"
    };
    TextMapPropagator b3Last = Propagators.composite(Propagators.w3c(), Propagators.b3());
    TextMapPropagator w3cLast = Propagators.composite(Propagators.b3(), Propagators.w3c());

    assertThat(Span.fromContext(Carrier.extracted(b3Last, headers)).getSpanContext().getSpanId())
        .isEqualTo("0000000000000002");
    assertThat(Span.fromContext(Carrier.extracted(w3cLast, headers)).getSpanContext().getSpanId())
        .isEqualTo("0000000000000001");
    assertThat(b3Last.fields()).containsExactly("traceparent", "tracestate", "b3");
  }

  /** A migration: what came in one format goes out in all. */
  @Test
  void composite_ofAllFormats_carriesTheSameTrace() {
    SplittableRandom random = new SplittableRandom(5);
    TextMapPropagator[] formats = {
      Propagators.w3c(), Propagators.b3(), Propagators.b3Multi(), Propagators.jaeger()
    };
    for (int i = 0; i < 2_000; i++) {
      TraceFlags flags = random.nextBoolean() ? TraceFlags.getSampled() : TraceFlags.getDefault();
      long high = random.nextInt(4) == 0 ? 0 : random.nextLong();
      Context context =
          Context.root()
              .with(
                  NonRecordingSpan.remote(
                      high,
                      random.nextLong() | 1,
                      random.nextLong() | 1,
                      flags,
                      TraceState.getDefault()));
      SpanContext first = Span.fromContext(context).getSpanContext();
      for (int hop = 0; hop < 6; hop++) {
        TextMapPropagator format = formats[random.nextInt(formats.length)];
        Carrier carrier = Carrier.injected(format, context);
        context = format.extract(Context.root(), carrier, Carrier.GETTER);
        assertThat(Carrier.injected(format, context).lines()).isEqualTo(carrier.lines());
      }
      assertThat(Span.fromContext(context).getSpanContext()).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tracecontext                   | tracecontext
          tracecontext,baggage           | tracecontext,baggage
          b3                             | b3
          b3multi, tracecontext          | b3multi,tracecontext
          jaeger , JAEGER,B3             | jaeger,b3
          baggage,baggage                | baggage
          """)
  void fromEnvironment_knownNames_areChosenOnceInTheirOrder(String names, String expected) {
    assertThat(named(names)).hasToString(expected);
    assertThat(diagnostics.faultCount(Environment.FAULT)).isZero();
  }

  @Test
  void fromEnvironment_unset_isW3cAndBaggage() {
    TextMapPropagator propagator =
        Propagators.fromEnvironment(Environment.of(Map.of(), diagnostics));

    assertThat(propagator).hasToString("tracecontext,baggage");
    assertThat(propagator.fields()).containsExactly("traceparent", "tracestate", "baggage");
  }

  @Test
  void fromEnvironment_none_doesNothing() {
    TextMapPropagator propagator = named("none");

    assertThat(propagator.fields()).isEmpty();
    assertThat(Carrier.injected(propagator, full()).lines()).isEmpty();
    assertThat(diagnostics.faultCount(Environment.FAULT)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          xray,b3,ottrace | b3
          b3,none         | b3
          trace-context   | tracecontext,baggage
          xray,none       | -
          """)
  void fromEnvironment_unknownNames_areOneFault(String names, @Nullable String expected) {
    assertThat(named(names)).hasToString(expected == null ? "" : expected);
    assertThat(diagnostics.faultCount(Environment.FAULT)).isOne();
    assertThat(log.texts()).hasSize(1);
    Environment strict = Environment.of(Map.of("OTEL_PROPAGATORS", names), diagnostics).strict();
    assertThatThrownBy(() -> Propagators.fromEnvironment(strict))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OTEL_PROPAGATORS=" + names)
        .hasMessageContaining("using " + (expected == null ? "none" : expected));
  }
}
