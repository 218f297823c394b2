package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.judges.LogLines;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;

/** Whatever the id generator of a user does, a span starts with ids, and the fault is told. */
class ForeignIdGeneratorTest {

  private static final class Broken implements IdGenerator {

    @Override
    public long traceIdHigh() {
      throw new IllegalStateException("planted");
    }

    @Override
    public long traceIdLow() {
      throw new StackOverflowError("planted");
    }

    @Override
    public long spanId() {
      throw new IllegalStateException("planted");
    }
  }

  @Test
  void startSpan_generatorThatThrows_hasRandomIds() {
    LogLines log = new LogLines();
    Diagnostics diagnostics = Diagnostics.loggingTo(log);
    Tracer tracer =
        Tracing.builder()
            .idGenerator(new Broken())
            .diagnostics(diagnostics)
            .build()
            .tracerProvider()
            .get("scope");

    Span root = tracer.spanBuilder("root").startSpan();
    Span child = tracer.spanBuilder("child").setParent(Context.root().with(root)).startSpan();

    assertThat(root.getSpanContext().isValid()).isTrue();
    assertThat(child.getSpanContext().getTraceId()).isEqualTo(root.getSpanContext().getTraceId());
    assertThat(child.getSpanContext().getSpanId()).isNotEqualTo(root.getSpanContext().getSpanId());
    assertThat(diagnostics.faultCount(Tracing.FAULT_OF_IDS)).isEqualTo(4);
    assertThat(log.texts().get(0)).contains("Broken", "a random id is used", "Mend it.");
  }

  @Test
  void guard_ourOwnGenerator_isNotWrapped() {
    assertThat(GuardedIds.of(IdGenerator.random(), Diagnostics.create()))
        .isSameAs(IdGenerator.random());
  }
}
