package io.obs4j.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The context of the thread that logs, on the threads that write. */
class ObsContextDataProviderTest {

  private static final int EVENTS = 1_000;

  @TempDir private Path directory;

  @AfterEach
  void clearContext() {
    ThreadContext.clearAll();
  }

  private static String traceId(int i) {
    return String.format("%032x", i);
  }

  private static Context around(int i) {
    SpanContext span =
        SpanContext.create(
            traceId(i), "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());
    return Context.root().with(Span.wrap(span));
  }

  private static Context around(int trace, int span, TraceFlags flags) {
    SpanContext context =
        SpanContext.create(
            traceId(trace), String.format("%016x", span), flags, TraceState.getDefault());
    return Context.root().with(Span.wrap(context));
  }

  private void checkLines(Hosted hosted, String logger) throws IOException {
    for (int i = 1; i <= EVENTS; i++) {
      try (Scope scope = around(i).makeCurrent()) {
        assertThat(scope).isNotNull();
        ThreadContext.put("user", "u" + i);
        hosted.logger(logger).info("event {}", i);
      }
    }
    ThreadContext.clearAll();
    hosted.logger(logger).info("alone");

    List<JsonNode> lines = hosted.lines();
    assertThat(lines).hasSize(EVENTS + 1);
    for (int i = 1; i <= EVENTS; i++) {
      JsonNode line = lines.get(i - 1);
      assertThat(line.path("message").asText()).isEqualTo("event " + i);
      assertThat(line.path("trace.id").asText()).isEqualTo(traceId(i));
      assertThat(line.path("span.id").asText()).isEqualTo("b7ad6b7169203331");
      assertThat(line.path("user").asText()).isEqualTo("u" + i);
      assertThat(line.has(ObsContextDataProvider.KEY)).isFalse();
    }
    assertThat(lines.get(EVENTS).has("trace.id")).isFalse();
  }

  @Test
  void asyncLogger_linesTellTheSpanOfTheThreadThatLogged() throws IOException {
    try (Hosted hosted = new Hosted(AsyncLoggerContext::new, directory.resolve("lines.json"))) {
      checkLines(hosted, "a");
    }
  }

  @Test
  void asyncAppender_linesTellTheSpanOfTheThreadThatLogged() throws IOException {
    try (Hosted hosted = new Hosted(directory.resolve("lines.json"))) {
      checkLines(hosted, "async");
    }
  }

  @Test
  void synchronousLogger_linesTellTheCurrentSpan() throws IOException {
    try (Hosted hosted = new Hosted(directory.resolve("lines.json"))) {
      checkLines(hosted, "a");
    }
  }

  @Test
  void otherLayouts_getTheTextOfTheHeader() {
    List<String> texts = new ArrayList<>();
    PatternLayout layout =
        PatternLayout.newBuilder().setPattern("%X{obs4j.traceparent}|%m").build();
    ObsContextDataProvider provider = new ObsContextDataProvider();
    try (Scope scope = around(17).makeCurrent()) {
      assertThat(scope).isNotNull();
      Log4jLogEvent event =
          Log4jLogEvent.newBuilder()
              .setLevel(Level.INFO)
              .setMessage(new SimpleMessage("m"))
              .setContextData(provider.supplyStringMap())
              .build();
      texts.add(layout.toSerializable(event));
      assertThat(provider.supplyContextData())
          .isEqualTo(Map.of("obs4j.traceparent", "00-" + traceId(17) + "-b7ad6b7169203331-01"));
    }

    assertThat(texts).containsExactly("00-" + traceId(17) + "-b7ad6b7169203331-01|m");
    assertThat(provider.supplyContextData()).isEmpty();
    assertThat(provider.supplyStringMap().isEmpty()).isTrue();
  }

  @Test
  void spansInTurn_areSuppliedWithWhatWasMadeOnce() {
    ObsContextDataProvider provider = new ObsContextDataProvider();
    List<StringMap> supplied = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      try (Scope scope = around(7, 1 + i % 16, TraceFlags.getSampled()).makeCurrent()) {
        assertThat(scope).isNotNull();
        StringMap map = provider.supplyStringMap();
        if (i < 16) {
          supplied.add(map);
        }
        assertThat(map).isSameAs(supplied.get(i % 16));
        assertThat(map.<String>getValue(ObsContextDataProvider.KEY))
            .isEqualTo(String.format("00-%s-%016x-01", traceId(7), 1 + i % 16));
      }
    }
  }

  @Test
  void spansThatDifferInOnePart_areToldApart() {
    ObsContextDataProvider provider = new ObsContextDataProvider();
    Context[] contexts = {
      around(7, 1, TraceFlags.getSampled()),
      around(8, 1, TraceFlags.getSampled()),
      around(7, 1, TraceFlags.getDefault()),
      around(7, 2, TraceFlags.getSampled()),
    };
    List<String> told = new ArrayList<>();
    for (Context context : contexts) {
      try (Scope scope = context.makeCurrent()) {
        assertThat(scope).isNotNull();
        told.add(provider.supplyStringMap().getValue(ObsContextDataProvider.KEY));
      }
    }

    assertThat(told).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void span_ofATextThatTellsOfNone_isInvalid() {
    SpanContext span = ObsContextDataProvider.span("00-" + traceId(17) + "-b7ad6b7169203331-01");
    assertThat(span.getTraceId()).isEqualTo(traceId(17));
    assertThat(span.isSampled()).isTrue();

    assertThat(ObsContextDataProvider.span("").isValid()).isFalse();
    assertThat(ObsContextDataProvider.span("x".repeat(55)).isValid()).isFalse();
    assertThat(ObsContextDataProvider.span("\u00e9".repeat(55)).isValid()).isFalse();
  }
}
