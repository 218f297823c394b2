package io.obs4j.micrometer;

import static io.obs4j.micrometer.ObservedService.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.obs4j.core.ServerRequest;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request has one server span and is measured once, whoever sees it first. */
@Timeout(120)
@SuppressWarnings("try") // Scopes are opened to be closed.
class ServerObservationTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String HEADER = "00-" + TRACE + "-" + CALLER + "-01";

  private final ObservedService service = ObservedService.withMeters();
  private final Map<String, String> headers = new HashMap<>();

  @AfterEach
  void close() {
    service.close();
  }

  private Observation request() {
    return request(headers);
  }

  private Observation request(Map<String, String> carrier) {
    ReceiverContext<Map<String, String>> context = new ReceiverContext<>(Map::get, Kind.SERVER);
    context.setCarrier(carrier);
    return Observation.createNotStarted("http.server.requests", () -> context, service.observations)
        .contextualName("http get")
        .lowCardinalityKeyValue("method", "GET")
        .lowCardinalityKeyValue("uri", "/orders/{id}");
  }

  private Span serverSpan(Context parent) {
    return service
        .obs
        .tracer("filter")
        .spanBuilder("GET")
        .setParent(parent)
        .setSpanKind(SpanKind.SERVER)
        .startSpan();
  }

  @Test
  void request_seenByNobodyElse_hasASpanAndATimer() {
    headers.put("traceparent", HEADER);
    request().observe(() -> {});

    SpanRecord span = service.span();
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.name()).isEqualTo("http get");
    assertThat(span.parentSpanIdHex()).isEqualTo(CALLER);
    Timer timer =
        service
            .meters
            .get("http.server.requests")
            .tags("method", "GET", "uri", "/orders/{id}", "error", "none")
            .timer();
    assertThat(timer.count()).isEqualTo(1);
  }

  @Test
  void request_tellsThoseFurtherInsideThatItHasItsSpan() {
    IllegalStateException error = new IllegalStateException();
    request()
        .observe(
            () -> {
              ServerRequest request = ServerRequest.current();
              assertThat(request.isObserved()).isTrue();
              assertThat(request.context()).isSameAs(Context.current());
              request.route("/orders/{id}");
              request.fail(error);
            });

    SpanRecord span = service.span();
    assertThat(attributes(span)).containsEntry("http.route", "/orders/{id}");
    assertThat(span.status()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void request_thatAFilterObserves_isToldRouteErrorAndKeyValues() {
    RecordedRequest outer = new RecordedRequest(serverSpan(Context.root()));
    IllegalStateException error = new IllegalStateException("sold out");
    try (Scope current = outer.context().makeCurrent()) {
      Observation observation = request().highCardinalityKeyValue("order", "17").start();
      try (Observation.Scope scope = observation.openScope()) {
        assertThat(Span.current()).isSameAs(outer.span);
        Observation.createNotStarted("inner", service.observations).observe(() -> {});
      }
      observation.error(error);
      observation.stop();
    }
    outer.span.end();

    List<SpanRecord> spans = service.spans(2);
    assertThat(spans.get(0).name()).isEqualTo("inner");
    assertThat(spans.get(0).parentSpanIdHex()).isEqualTo(spans.get(1).spanIdHex());
    assertThat(spans.get(1).name()).isEqualTo("GET");
    assertThat(attributes(spans.get(1)))
        .containsEntry("order", "17")
        .containsEntry("method", "GET");
    assertThat(outer.told).containsExactly("fail sold out", "route /orders/{id}");
    assertThat(service.meters.find("http.server.requests").timer()).isNull();
  }

  @Test
  void request_withALocalServerSpan_isNamedByItsRoute() {
    headers.put("traceparent", HEADER);
    Context caller =
        service
            .obs
            .openTelemetry()
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), headers, new CarrierGetter<>(Map::get));
    Span span = serverSpan(caller);
    try (Scope current = caller.with(span).makeCurrent()) {
      request().observe(() -> {});
    }
    span.end();

    SpanRecord recorded = service.span();
    assertThat(recorded.name()).isEqualTo("GET /orders/{id}");
    assertThat(attributes(recorded)).containsEntry("http.route", "/orders/{id}");
    assertThat(service.meters.find("http.server.requests").timer()).isNull();
  }

  @Test
  void request_withALocalSpanOfOthers_makesNone() {
    Span agents =
        Span.wrap(
            SpanContext.create(TRACE, CALLER, TraceFlags.getSampled(), TraceState.getDefault()));
    try (Scope current = agents.makeCurrent()) {
      request().observe(() -> assertThat(Span.current()).isSameAs(agents));
    }

    assertThat(service.spansBefore("end")).isZero();
    assertThat(service.meters.find("http.server.requests").timer()).isNull();
  }

  @Test
  void request_withALocalSpanThatServesNothing_hasASpanOfItsOwn() {
    Span outer = service.obs.tracer("job").spanBuilder("job").startSpan();
    try (Scope current = outer.makeCurrent()) {
      request().observe(() -> {});
    }

    SpanRecord span = service.span();
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.parentSpanIdHex()).isEqualTo(outer.getSpanContext().getSpanId());
  }

  @Test
  void request_onAThreadWithASpanThatIsNotSampled_hasASpanAndATimer() {
    SpanContext dropped =
        SpanContext.createFromRemoteParent(
            TRACE, CALLER, TraceFlags.getDefault(), TraceState.getDefault());
    try (Scope left = serverSpan(Context.root().with(Span.wrap(dropped))).makeCurrent()) {
      request().observe(() -> {});
    }

    assertThat(service.span().parentSpanId()).isZero();
    assertThat(service.meters.get("http.server.requests").timer().count()).isEqualTo(1);
  }

  @Test
  void request_onAThreadThatIsLeftInAnother_hasASpanAndATimer() {
    ServerRequest[] first = new ServerRequest[1];
    request().observe(() -> first[0] = ServerRequest.current());
    assertThat(first[0].isObserved()).isFalse();
    try (Scope left = first[0].context().makeCurrent()) {
      request().observe(() -> {});
    }

    assertThat(service.spans(2))
        .allSatisfy(
            span -> {
              assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
              assertThat(span.parentSpanId()).isZero();
            });
    assertThat(service.meters.get("http.server.requests").timer().count()).isEqualTo(2);
  }

  /** The work for it goes on elsewhere, and what began it forgot to close its scope. */
  @Test
  void request_onAThreadWhereAnotherIsLeftOpen_hasASpanAndATimer() {
    Observation open = request().start();
    try (Observation.Scope left = open.openScope()) {
      request(new HashMap<>()).observe(() -> {});

      SpanRecord span = service.span();
      assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
      assertThat(span.parentSpanId()).isZero();
    }
    open.stop();

    assertThat(service.spans(2)).extracting(SpanRecord::traceIdHex).doesNotHaveDuplicates();
    assertThat(service.meters.get("http.server.requests").timer().count()).isEqualTo(2);
  }

  @Test
  void request_thatIsWrappedOnItsWay_isTheSame() {
    request().observe(() -> request(new TreeMap<>(headers)).observe(() -> {}));

    assertThat(service.span().name()).isEqualTo("http get");
    assertThat(service.meters.get("http.server.requests").timer().count()).isEqualTo(1);
  }

  @Test
  void request_thatIsNotSampled_isTimedOnceByWhoeverIsFirst() {
    headers.put("traceparent", HEADER.replace("-01", "-00"));
    request().observe(() -> request().observe(() -> request().observe(() -> {})));

    assertThat(service.spansBefore("end")).isZero();
    assertThat(service.meters.get("http.server.requests").timer().count()).isEqualTo(1);
  }

  @Test
  void request_withACallerOfItsOwn_isNotTheOneAroundIt() {
    headers.put("traceparent", HEADER);
    RecordedRequest outer = new RecordedRequest(serverSpan(Context.root()));
    try (Scope current = outer.context().makeCurrent()) {
      request().observe(() -> {});
    }

    SpanRecord span = service.span();
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.parentSpanIdHex()).isEqualTo(CALLER);
    assertThat(outer.told).isEmpty();
  }

  @Test
  void request_withARouteThatIsNone_tellsNone() {
    RecordedRequest outer = new RecordedRequest(serverSpan(Context.root()));
    try (Scope current = outer.context().makeCurrent()) {
      request().lowCardinalityKeyValue("uri", "NOT_FOUND").observe(() -> {});
    }

    assertThat(outer.told).isEmpty();
  }

  @Test
  void timer_ofAnObservation_hasItsSpanAsExemplar() {
    service
        .meters
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public DistributionStatisticConfig configure(
                  Meter.Id id, DistributionStatisticConfig config) {
                return DistributionStatisticConfig.builder()
                    .serviceLevelObjectives(1e6)
                    .build()
                    .merge(config);
              }
            });
    Observation.createNotStarted("order", service.observations).observe(() -> {});

    ShownHistograms shown = new ShownHistograms();
    service.obs.metrics().visit(shown);
    assertThat(shown.exemplars).contains(service.span().spanId());
  }

  @Test
  void event_isCounted_andErrorIsATag() {
    Observation observation = Observation.start("order", service.observations);
    observation.event(Observation.Event.of("packed"));
    observation.error(new IllegalStateException());
    observation.stop();

    assertThat(service.meters.get("order.packed").counter().count()).isEqualTo(1);
    assertThat(service.meters.get("order").tags("error", "IllegalStateException").timer().count())
        .isEqualTo(1);
    assertThat(service.meters.get("order.active").longTaskTimer().activeTasks()).isZero();
  }

  /** A request as a filter observes it. */
  private static final class RecordedRequest implements ServerRequest {

    private final Span span;
    private final List<String> told = new ArrayList<>();

    RecordedRequest(Span span) {
      this.span = span;
    }

    @Override
    public void route(String template) {
      told.add("route " + template);
    }

    @Override
    public void fail(Throwable exception) {
      told.add("fail " + exception.getMessage());
    }

    @Override
    public Context context() {
      return Context.root().with(span).with(this);
    }

    @Override
    public boolean isObserved() {
      return true;
    }
  }
}
