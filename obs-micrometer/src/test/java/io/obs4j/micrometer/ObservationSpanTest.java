package io.obs4j.micrometer;

import static io.obs4j.micrometer.ObservedService.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of observations. */
@Timeout(120)
@SuppressWarnings("try") // Scopes are opened to be closed.
class ObservationSpanTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String HEADER = "00-" + TRACE + "-" + CALLER + "-01";

  private final ObservedService service = ObservedService.withSpans();

  @AfterEach
  void close() {
    service.close();
    assertThat(Context.current()).isSameAs(Context.root());
  }

  private Observation observation(String name) {
    return Observation.createNotStarted(name, service.observations);
  }

  @Test
  void observation_isASpanWithItsKeyValues() {
    observation("order.taken")
        .contextualName("take order")
        .lowCardinalityKeyValue("country", "de")
        .highCardinalityKeyValue("order", "17")
        .observe(
            () -> {
              service
                  .observations
                  .getCurrentObservation()
                  .event(Observation.Event.of("packed", "is packed"))
                  .highCardinalityKeyValue("order", "18")
                  .lowCardinalityKeyValue("late", "yes");
            });

    SpanRecord span = service.span();
    assertThat(span.name()).isEqualTo("take order");
    assertThat(span.kind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(span.scope().name()).isEqualTo(ObsObservationHandler.SCOPE);
    assertThat(span.status()).isEqualTo(StatusCode.UNSET);
    assertThat(attributes(span)).isEqualTo(Map.of("country", "de", "order", "18", "late", "yes"));
    assertThat(span.events())
        .singleElement()
        .satisfies(e -> assertThat(e.name()).isEqualTo("is packed"));
  }

  @Test
  void name_thatIsKnownAtTheEnd_isThatOfTheSpan() {
    Observation observation = observation("order.taken").start();
    observation.contextualName("take order 17");
    observation.stop();

    assertThat(service.span().name()).isEqualTo("take order 17");
  }

  @Test
  void event_ofThePast_hasItsTime() {
    Observation observation = observation("order").start();
    observation.event(Observation.Event.of("packed", "packed", 1_700_000_000_000L));
    observation.stop();

    assertThat(service.span().events().get(0).epochNanos()).isEqualTo(1_700_000_000_000_000_000L);
  }

  @Test
  void error_isRecordedOnce() {
    IllegalStateException error = new IllegalStateException("sold out");
    Observation observation = observation("order").start();
    observation.error(error);
    observation.stop();

    SpanRecord span = service.span();
    assertThat(span.status()).isEqualTo(StatusCode.ERROR);
    assertThat(attributes(span)).containsEntry("error.type", "java.lang.IllegalStateException");
    assertThat(span.events()).hasSize(1);
  }

  @Test
  void scope_makesTheSpanCurrent_andNestsOthers() {
    Span inner =
        observation("outer")
            .observe(
                () -> {
                  observation("inner").observe(() -> {});
                  return Span.current();
                });

    List<SpanRecord> spans = service.spans(2);
    assertThat(spans.get(0).parentSpanIdHex()).isEqualTo(spans.get(1).spanIdHex());
    assertThat(inner.getSpanContext().getSpanId()).isEqualTo(spans.get(1).spanIdHex());
  }

  @Test
  void parent_isTheCurrentSpan_evenWithinAnObservation() {
    Span manual = service.obs.tracer("t").spanBuilder("manual").startSpan();
    observation("outer")
        .observe(
            () -> {
              try (Scope current = manual.makeCurrent()) {
                observation("inner").observe(() -> {});
              }
            });

    assertThat(service.spans(2).get(0).parentSpanIdHex())
        .isEqualTo(manual.getSpanContext().getSpanId());
  }

  @Test
  void parent_thatIsNamed_countsMoreThanTheCurrentSpan() {
    Observation named = observation("named").start();
    observation("other")
        .observe(() -> observation("child").parentObservation(named).start().stop());
    named.stop();

    List<SpanRecord> spans = service.spans(3);
    assertThat(spans.get(0).parentSpanIdHex()).isEqualTo(spans.get(2).spanIdHex());
  }

  @Test
  void sender_handsItsContextOn() {
    SenderContext<Map<String, String>> context = new SenderContext<>(Map::put, Kind.PRODUCER);
    Map<String, String> headers = new HashMap<>();
    context.setCarrier(headers);
    context.setRemoteServiceName("stock");
    try (Scope current = Baggage.builder().put("user", "u1").build().makeCurrent()) {
      Observation.createNotStarted("send", () -> context, service.observations).observe(() -> {});
    }

    SpanRecord span = service.span();
    assertThat(span.kind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(attributes(span)).containsEntry("peer.service", "stock");
    assertThat(headers)
        .containsEntry("baggage", "user=u1")
        .extractingByKey("traceparent")
        .asString()
        .startsWith("00-" + span.traceIdHex() + "-" + span.spanIdHex() + "-0");
  }

  @Test
  void receiver_isAChildOfItsCaller() {
    ReceiverContext<Map<String, String>> context = new ReceiverContext<>(Map::get, Kind.CONSUMER);
    context.setCarrier(Map.of("traceparent", HEADER, "baggage", "user=u1"));
    String user =
        Observation.createNotStarted("receive", () -> context, service.observations)
            .observe(() -> Baggage.current().getEntryValue("user"));

    SpanRecord span = service.span();
    assertThat(span.kind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.traceIdHex()).isEqualTo(TRACE);
    assertThat(span.parentSpanIdHex()).isEqualTo(CALLER);
    assertThat(user).isEqualTo("u1");
  }

  @Test
  void carrier_thatIsMissing_isNoFault() {
    Observation.createNotStarted(
            "receive", () -> new ReceiverContext<String>((c, key) -> null), service.observations)
        .observe(() -> {});
    Observation.createNotStarted(
            "send", () -> new SenderContext<String>((c, key, value) -> {}), service.observations)
        .observe(() -> {});

    assertThat(service.spans(2)).extracting(SpanRecord::status).containsOnly(StatusCode.UNSET);
  }

  @Test
  void carrier_thatThrows_isNoFaultOfTheObserved() {
    ReceiverContext<String> context =
        new ReceiverContext<>(
            (carrier, key) -> {
              throw new IllegalStateException("no headers");
            });
    context.setCarrier("");
    Observation.createNotStarted("receive", () -> context, service.observations).observe(() -> {});

    assertThat(service.span().name()).isEqualTo("receive");
  }

  @Test
  void scope_onAnotherThread_makesTheSameContextCurrentThere() {
    Observation observation = observation("order").start();
    try (Observation.Scope here = observation.openScope()) {
      Context context = Context.current();
      CompletableFuture<Context> elsewhere =
          CompletableFuture.supplyAsync(
              () -> {
                try (Observation.Scope there = observation.openScope()) {
                  return Context.current();
                }
              });

      assertThat(elsewhere.join()).isSameAs(context);
      assertThat(Context.current()).isSameAs(context);
    }
    observation.stop();
  }

  @Test
  void scope_thatIsOpenedTwice_isClosedTwice() {
    Observation observation = observation("order").start();
    try (Observation.Scope first = observation.openScope()) {
      try (Observation.Scope second = observation.openScope()) {
        assertThat(Span.current().getSpanContext().isValid()).isTrue();
      }
      assertThat(Span.current().getSpanContext().isValid()).isTrue();
    }
    observation.stop();

    assertThat(Span.current().getSpanContext().isValid()).isFalse();
  }

  @Test
  void nullScope_clearsTheContext_andGivesItBack() {
    observation("order")
        .observe(
            () -> {
              Context before = Context.current();
              try (Observation.Scope none = new NullObservation(service.observations).openScope()) {
                assertThat(Context.current()).isSameAs(Context.root());
                observation("apart").observe(() -> {});
              }
              assertThat(Context.current()).isSameAs(before);
            });

    assertThat(service.spans(2).get(0).parentSpanIdHex()).isEqualTo("0000000000000000");
  }

  @Test
  void reset_closesAllScopesOfTheThread_andMakeCurrentOpensThemAgain() {
    Observation outer = observation("outer").start();
    Observation inner = observation("inner").start();
    try (Observation.Scope first = outer.openScope()) {
      try (Observation.Scope second = inner.openScope()) {
        Context within = Context.current();
        second.reset();
        assertThat(Context.current()).isSameAs(Context.root());
        second.makeCurrent();
        assertThat(Context.current()).isSameAs(within);
      }
    }
    inner.stop();
    outer.stop();
  }

  @Test
  void handler_thatCameAfterTheStart_doesNothing() {
    Observation.Context context = new Observation.Context();
    ObsObservationHandler handler = ObsObservationHandler.of(service.obs.openTelemetry());
    context.setError(new IllegalStateException());
    handler.onError(context);
    handler.onEvent(Observation.Event.of("e"), context);
    try (Scope current = Baggage.builder().put("user", "u1").build().makeCurrent()) {
      handler.onScopeOpened(context);
      assertThat(Baggage.current().getEntryValue("user")).isEqualTo("u1");
      handler.onScopeClosed(context);
    }
    handler.onStop(context);

    assertThat(service.spansBefore("end")).isZero();
  }
}
