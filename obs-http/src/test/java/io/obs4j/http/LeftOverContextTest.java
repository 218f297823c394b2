package io.obs4j.http;

import static io.obs4j.http.TestServer.answering;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import io.obs4j.core.ServerRequest;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests on a thread where somebody forgot to close a scope. */
@Timeout(120)
class LeftOverContextTest {

  private static final String DURATION = "http.server.request.duration";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String HEADER = "traceparent: 00-" + TRACE + "-" + CALLER + "-01";

  private final Recorded recorded = new Recorded();
  private final HttpServerTelemetry http = HttpServerTelemetry.of(recorded.obs);
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void close() {
    server.close();
    recorded.close();
  }

  private enum LeftOver {
    SPAN_THAT_IS_NOT_SAMPLED,
    SPAN_THAT_HAS_ENDED,
    SERVER_SPAN_THAT_HAS_ENDED,
    REQUEST_THAT_HAS_ENDED,
    SPAN_WITHIN_A_REQUEST_THAT_HAS_ENDED
  }

  private Context context(LeftOver leftOver) throws Exception {
    Context left =
        switch (leftOver) {
          case SPAN_THAT_IS_NOT_SAMPLED -> Context.root().with(unsampled());
          case SPAN_THAT_HAS_ENDED -> Context.root().with(ended(SpanKind.INTERNAL));
          case SERVER_SPAN_THAT_HAS_ENDED -> Context.root().with(ended(SpanKind.SERVER));
          case REQUEST_THAT_HAS_ENDED -> endedRequest();
          case SPAN_WITHIN_A_REQUEST_THAT_HAS_ENDED -> {
            Context request = endedRequest();
            yield request.with(
                recorded.obs.tracer("left").spanBuilder("left").setParent(request).startSpan());
          }
        };
    recorded.forgetSpans();
    return left.with(Baggage.builder().put("user", "of another request").build());
  }

  private Span unsampled() {
    SpanContext dropped =
        SpanContext.createFromRemoteParent(
            TRACE, CALLER, TraceFlags.getDefault(), TraceState.getDefault());
    Span span =
        recorded
            .obs
            .tracer("left")
            .spanBuilder("left")
            .setParent(Context.root().with(Span.wrap(dropped)))
            .startSpan();
    assertThat(span.getSpanContext().isSampled()).isFalse();
    return span;
  }

  private Span ended(SpanKind kind) {
    Span span =
        recorded.obs.tracer("left").spanBuilder("left").setSpanKind(kind).setNoParent().startSpan();
    span.end();
    recorded.span();
    return span;
  }

  private Context endedRequest() throws Exception {
    CompletableFuture<Context> context = new CompletableFuture<>();
    server.with(
        "/first",
        exchange -> {
          context.complete(ServerRequest.current().context());
          TestServer.answer(exchange, 200, "tea");
        },
        http.filter());
    server.get("/first");
    recorded.span();
    return context.get();
  }

  /** Makes a context current before the filters behind it. */
  private static Filter leaving(Context context) {
    return new Filter() {
      @Override
      public String description() {
        return "leaves a context";
      }

      @Override
      @SuppressWarnings("try") // A scope is opened to be closed.
      public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        try (Scope left = context.makeCurrent()) {
          chain.doFilter(exchange);
        }
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void request_afterALeak_hasOneSpanAndOneDurationOfItsOwn(LeftOver leftOver) throws Exception {
    CompletableFuture<Baggage> baggage = new CompletableFuture<>();
    server.with(
        "/orders",
        exchange -> {
          baggage.complete(Baggage.current());
          TestServer.answer(exchange, 200, "tea");
        },
        leaving(context(leftOver)),
        http.filter());

    server.get("/orders");

    SpanRecord span = recorded.span();
    assertThat(span.name()).isEqualTo("GET /orders");
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.parentSpanId()).isZero();
    assertThat(baggage.get().isEmpty()).isTrue();
    assertThat(durationsOfOrders()).containsExactly("1");
  }

  @ParameterizedTest
  @EnumSource
  void request_afterALeak_isTheCallersChild(LeftOver leftOver) throws Exception {
    server.with(
        "/orders", answering(200, "tea"), leaving(context(leftOver)), http.filter(), http.filter());

    server.send("GET /orders HTTP/1.1", "Host: shop.example", HEADER);

    SpanRecord span = recorded.span();
    assertThat(span.parentSpanIdHex()).isEqualTo(CALLER);
    assertThat(durationsOfOrders()).containsExactly("1");
  }

  @Test
  void request_wrappedBySomebodyElseBetweenTwoFilters_hasOneSpanAndOneDuration() throws Exception {
    server.with("/orders", answering(200, "tea"), http.filter(), wrapping(), http.filter());

    server.get("/orders");

    assertThat(recorded.span().name()).isEqualTo("GET /orders");
    assertThat(durationsOfOrders()).containsExactly("1");
  }

  private static Filter wrapping() {
    return new Filter() {
      @Override
      public String description() {
        return "Wraps";
      }

      @Override
      public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        chain.doFilter(new WrappedExchange(exchange));
      }
    };
  }

  /** The handler of the open one answers later, on another thread, and forgot to close a scope. */
  @Test
  void request_afterALeakOfOneThatIsStillOpen_hasOneSpanAndOneDurationOfItsOwn() throws Exception {
    CompletableFuture<HttpExchange> open = new CompletableFuture<>();
    server.with("/slow", open::complete, http.filter("/slow"));
    CompletableFuture<String> slow =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return server.get("/slow");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Context left = HttpServerTelemetry.request(open.get()).context();
    server.with(
        "/orders", answering(200, "tea"), leaving(left), http.filter("/orders"), http.filter());

    assertThat(server.get("/orders")).contains("tea");
    SpanRecord span = recorded.span();
    assertThat(span.name()).isEqualTo("GET /orders");
    assertThat(span.parentSpanId()).isZero();
    assertThat(durationsOfOrders()).containsExactly("1");

    recorded.forgetSpans();
    TestServer.answer(open.get(), 200, "late tea");
    assertThat(slow.get()).contains("late tea");
    assertThat(recorded.span().name()).isEqualTo("GET /slow");
  }

  @Test
  void request_withAnAgentsSpanThatIsNotSampled_hasNoFurtherOne() throws IOException {
    Span agents =
        Span.wrap(
            SpanContext.create(TRACE, CALLER, TraceFlags.getDefault(), TraceState.getDefault()));
    server.with(
        "/orders", answering(200, "tea"), leaving(Context.root().with(agents)), http.filter());

    assertThat(server.get("/orders")).contains("tea");

    recorded.obs.tracer("end").spanBuilder("end").startSpan().end();
    assertThat(recorded.span().name()).isEqualTo("end");
    assertThat(recorded.metric(DURATION)).isEmpty();
  }

  private List<String> durationsOfOrders() {
    return recorded.metric(DURATION).entrySet().stream()
        .filter(series -> series.getKey().contains("/orders"))
        .map(Map.Entry::getValue)
        .toList();
  }
}
