package io.obs4j.weave;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.micrometer.observation.annotation.Observed;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.List;

/** A class as people have it, with the annotations of others. */
@SuppressWarnings("UnusedVariable")
@Timed(
    value = "of.type",
    extraTags = {"tier", "type"})
class Migrating implements Runnable {

  /** A class within a class. */
  static final class Inner {

    private Inner() {}

    @WithSpan(kind = SpanKind.CLIENT, inheritContext = false)
    private static String call() {
      return Span.current().getSpanContext().getTraceId();
    }
  }

  @Override
  public void run() {
    span("o-1", 7, 2.5, true, List.of("a", "b"), new int[] {1, 2}, null, Kind.B);
    timed();
    sharing();
    counted();
    observed();
    both("x");
  }

  enum Kind {
    A,
    B
  }

  @WithSpan("migrating.span")
  void span(
      @SpanAttribute("id") String id,
      @SpanAttribute("count") int count,
      @SpanAttribute("ratio") double ratio,
      @SpanAttribute("flag") boolean flag,
      @SpanAttribute("tags") List<String> tags,
      @SpanAttribute("sizes") int[] sizes,
      @SpanAttribute("none") Object none,
      @SpanAttribute("kind") Kind kind) {
    Inner.call();
  }

  @Timed(
      value = "orders.create",
      extraTags = {"tier", "gold"},
      percentiles = 0.99)
  private static void timed() {}

  @Timed
  private void sharing() {}

  @Counted("orders.count")
  private void counted() {}

  @Observed(
      name = "orders.observed",
      contextualName = "observing",
      lowCardinalityKeyValues = {"tier", "gold"})
  private void observed() {}

  @WithSpan("both.span")
  @Timed("both.time")
  private void both(@SpanAttribute("id") String id) {}
}
