package io.obs4j.tracing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What two threads that use one span may see of each other. */
public class SpanStress {

  private SpanStress() {}

  /** Two writers meet. */
  @JCStressTest
  @Outcome(id = "6, 2, 0", expect = ACCEPTABLE, desc = "Everything is there.")
  @Outcome(expect = FORBIDDEN, desc = "A write is lost.")
  @State
  public static class TwoWriters extends OneSpan {

    @Actor
    public void first() {
      span.setAttribute("a", 1).setAttribute("b", "b").addEvent("e").setAttribute("c", true);
    }

    @Actor
    public void second() {
      span.setAttribute("d", 1.5).addEvent("f").setAttribute("e", 2).setAttribute("f", 3);
    }

    @Arbiter
    public void read(III_Result result) {
      span.end();
      result.r1 = record().attributes().size();
      result.r2 = record().events().size();
      result.r3 = record().droppedAttributes() + record().droppedEvents();
    }
  }

  /** A writer meets the end: what is exported is a beginning of what it wrote, for ever. */
  @JCStressTest
  @Outcome(id = "(0|1|2|3), 1, 0", expect = ACCEPTABLE, desc = "Ended once, at some moment.")
  @Outcome(expect = FORBIDDEN, desc = "Changed after the end, or a later write without an earlier.")
  @State
  public static class WriterAndEnd extends OneSpan {

    private int atTheEnd = -1;

    @Actor
    public void write() {
      span.setAttribute("a", 1).setAttribute("b", 2).setAttribute("c", 3);
    }

    @Actor
    public void end() {
      span.end();
      atTheEnd = record().attributes().size();
    }

    @Arbiter
    public void read(III_Result result) {
      Attributes attributes = record().attributes();
      result.r1 = attributes.size();
      result.r2 = published.get();
      String[] inOrder = {"a", "b", "c"};
      boolean whole = atTheEnd == attributes.size();
      for (int i = 0; i < attributes.size(); i++) {
        whole &= attributes.get(AttributeKey.longKey(inOrder[i])) != null;
      }
      result.r3 = whole ? 0 : 1;
    }
  }

  /** Two threads end a span. */
  @JCStressTest
  @Outcome(id = "1, (1|2)", expect = ACCEPTABLE, desc = "Ended once, by one of them.")
  @Outcome(expect = FORBIDDEN, desc = "Published twice or not, or the time is nobody's.")
  @State
  public static class TwoEnds extends OneSpan {

    @Actor
    public void first() {
      span.end(LATE + 1, java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    @Actor
    public void second() {
      span.end(LATE + 2, java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    @Arbiter
    public void read(II_Result result) {
      result.r1 = published.get();
      result.r2 = (int) (record().endEpochNanos() - LATE);
    }
  }

  /** A writer whose log is so heavy that it is folded meets another writer. */
  @JCStressTest
  @Outcome(id = "4, 1, 0", expect = ACCEPTABLE, desc = "Everything is there, once.")
  @Outcome(expect = FORBIDDEN, desc = "The fold lost or repeated what another thread wrote.")
  @State
  public static class FoldAndWriter extends OneSpan {

    private static final String HEAVY = "x".repeat(SpanLimits.DEFAULT.slack());

    @Actor
    public void fold() {
      span.setAttribute("a", HEAVY).setAttribute("b", HEAVY);
    }

    @Actor
    public void write() {
      span.setAttribute("c", 1).addEvent("e").setAttribute("d", 2);
    }

    @Arbiter
    public void read(III_Result result) {
      span.end();
      result.r1 = record().attributes().size();
      result.r2 = record().events().size();
      result.r3 = record().droppedAttributes() + record().droppedEvents();
    }
  }

  /** Two readers of an ended span work out what it holds. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "Both have the one result.")
  @Outcome(expect = FORBIDDEN, desc = "They read differently.")
  @State
  public static class TwoReaders extends OneSpan {

    private Attributes first = Attributes.empty();
    private Attributes second = Attributes.empty();

    /** With an ended span. */
    public TwoReaders() {
      span.setAttribute("a", 1).end();
    }

    @Actor
    public void first() {
      first = record().attributes();
    }

    @Actor
    public void second() {
      second = record().attributes();
    }

    @Arbiter
    public void read(I_Result result) {
      result.r1 = first.size() == 1 && first == second && first == record().attributes() ? 0 : 1;
    }
  }

  /** A span that was just started. */
  public static class OneSpan {

    /** In 2033: after the start. */
    static final long LATE = 2_000_000_000_000_000_000L;

    final AtomicInteger published = new AtomicInteger();
    final Span span;

    OneSpan() {
      Tracing tracing = Tracing.create();
      tracing.spans().subscribe(record -> published.incrementAndGet());
      Tracer tracer = tracing.tracerProvider().get("stress");
      span = tracer.spanBuilder("span").startSpan();
    }

    SpanRecord record() {
      return (SpanRecord) span;
    }
  }
}
