package io.obs4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The ids of our spans, else those that other tracers have in the MDC. */
class CorrelationIdTest {

  private static final Map<String, String> MDC = Map.of("traceId", "brave1", "spanId", "brave2");

  private final LoggerContext context = new LoggerContext();

  private String line(String word, Map<String, String> mdc) {
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.getInstanceConverterMap().put("correlationId", CorrelationId::new);
    layout.setPattern(word + "%msg");
    layout.start();
    LoggingEvent event =
        new LoggingEvent("here", context.getLogger("shop"), Level.INFO, "hello", null, null);
    event.setMDCPropertyMap(mdc);
    return layout.doLayout(event);
  }

  @Test
  void span_thatIsCurrent_isToldBeforeTheMdc() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    String span = "3704bb620eea9e50";
    SpanContext ids =
        SpanContext.create(trace, span, TraceFlags.getSampled(), TraceState.getDefault());
    try (Scope scope = Span.wrap(ids).makeCurrent()) {
      assertThat(scope).isNotNull();
      assertThat(line("%correlationId", MDC)).isEqualTo("[" + trace + "-" + span + "] hello");
    }
  }

  @Test
  void idsOfTheMdc_withoutASpan_areToldAsSpringBootDoes() {
    assertThat(line("%correlationId", MDC)).contains("brave1", "brave2").endsWith("] hello");
    assertThat(line("%correlationId{team(4)}", Map.of("team", "blue"))).contains("[blue] hello");
  }

  @Test
  void nothing_isNotEvenBlanks() {
    assertThat(line("%correlationId", Map.of())).isEqualTo("hello");
  }
}
