package io.obs4j.tracing;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A span that is recorded: a log of what was said about it, and the record that exporters read once
 * it has ended.
 */
final class RecordedSpan implements Span, NumericSpanContext, SpanRecord {

  /*
   * Everything said about a span is an immutable entry on top of those before it, and `head` is the
   * topmost. Any thread writes: it puts its entry on the head that it saw with a compare-and-set,
   * and tries again on the next head if another thread came first. So no write is lost or torn, all
   * threads agree on one order, and whenever writers meet one of them gets on: lock-free. A reader
   * takes the head once and has everything beneath it.
   *
   * Whoever ends the span puts an entry on top that says so. A writer that finds it drops its own
   * entry; of two that end the span one finds the other's and does nothing. So it ends once, and is
   * published once, by the thread whose entry went in.
   *
   * A writer that would make the log too heavy puts its fold in place of it instead: the same
   * compare-and-set, the same retry. A reader of an ended span does so with what it worked out;
   * of two readers one takes the other's. What a head was replaced by means what it meant.
   */

  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(RecordedSpan.class, "head", Entry.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** About how many bytes a span holds of which nothing was said yet, with its place in queues. */
  private static final int OWN_WEIGHT = 150;

  private static final SpanKind[] KINDS = SpanKind.values();

  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final Marks marks;
  private final ScopedTracer tracer;
  private final String firstName;
  private final long parentSpanId;
  private final long startEpochNanos;
  private final long clockDistance;
  private final byte kind;
  private final boolean parentRemote;

  @SuppressWarnings("NullAway.Init") // set by HEAD
  private volatile Entry head;

  @SuppressWarnings("EnumOrdinal") // an index into KINDS, which never leaves this class
  RecordedSpan(
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      Marks marks,
      long parentSpanId,
      boolean parentRemote,
      ScopedTracer tracer,
      String name,
      SpanKind kind,
      long startEpochNanos,
      long clockDistance,
      Entry head) {
    this.traceIdHigh = traceIdHigh;
    this.traceIdLow = traceIdLow;
    this.spanId = spanId;
    this.marks = marks;
    this.tracer = tracer;
    this.firstName = name;
    this.kind = (byte) kind.ordinal();
    this.parentSpanId = parentSpanId;
    this.parentRemote = parentRemote;
    this.startEpochNanos = startEpochNanos;
    this.clockDistance = clockDistance;
    HEAD.set(this, head);
    VarHandle.releaseFence(); // even who gets the span by a data race sees its head
  }

  /** Whether its clock is the one of a timeline: then children take its distance. */
  boolean sharesTimeWith(Timeline timeline) {
    return tracer.engine.timeline() == timeline;
  }

  long clockDistance() {
    return clockDistance;
  }

  private void append(@Nullable Entry entry) {
    if (entry == null) {
      return;
    }
    int own = entry.weight();
    SpanLimits limits = tracer.engine.limits();
    Entry top;
    Entry next;
    do {
      top = head;
      if (top.isClosed()) {
        return;
      }
      next = Entry.push(top, entry, own, limits);
    } while (!HEAD.compareAndSet(this, top, next));
  }

  private long now() {
    return tracer.engine.timeline().nanoTime() + clockDistance;
  }

  @Override
  public boolean isRecording() {
    return !head.isClosed();
  }

  @Override
  public Span setAttribute(@Nullable String key, @Nullable String value) {
    append(AttributeEntry.of(key, value));
    return this;
  }

  @Override
  public Span setAttribute(@Nullable String key, long value) {
    append(AttributeEntry.of(key, value));
    return this;
  }

  @Override
  public Span setAttribute(@Nullable String key, double value) {
    append(AttributeEntry.of(key, value));
    return this;
  }

  @Override
  public Span setAttribute(@Nullable String key, boolean value) {
    append(AttributeEntry.of(key, value));
    return this;
  }

  @Override
  public <T> Span setAttribute(@Nullable AttributeKey<T> key, @Nullable T value) {
    append(AttributeEntry.of(key, value));
    return this;
  }

  @Override
  public Span addEvent(@Nullable String name, @Nullable Attributes attributes) {
    if (name != null) {
      append(EventEntry.of(now(), name, attributes));
    }
    return this;
  }

  @Override
  public Span addEvent(
      @Nullable String name,
      @Nullable Attributes attributes,
      long timestamp,
      @Nullable TimeUnit unit) {
    if (name != null && unit != null) {
      append(EventEntry.of(unit.toNanos(timestamp), name, attributes));
    }
    return this;
  }

  @Override
  public Span recordException(@Nullable Throwable exception, @Nullable Attributes attributes) {
    if (exception != null) {
      append(EventEntry.of(now(), exception, attributes));
    }
    return this;
  }

  @Override
  public Span addLink(@Nullable SpanContext target, @Nullable Attributes attributes) {
    append(LinkEntry.of(target, attributes));
    return this;
  }

  @Override
  public Span setStatus(@Nullable StatusCode code, @Nullable String description) {
    append(Entry.Status.of(code, description));
    return this;
  }

  @Override
  public Span updateName(@Nullable String name) {
    if (name != null) {
      append(new Entry.Name(AttributeValues.cut(name, SpanLimits.LONGEST_NAME)));
    }
    return this;
  }

  @Override
  public void end() {
    end(now());
  }

  @Override
  public void end(long timestamp, @Nullable TimeUnit unit) {
    long epochNanos = unit == null ? timestamp : unit.toNanos(timestamp);
    end(epochNanos == 0 ? now() : epochNanos);
  }

  private void end(long epochNanos) {
    Entry.End end = new Entry.End(Math.max(epochNanos, startEpochNanos));
    Entry top;
    do {
      top = head;
      if (top.isClosed()) {
        return;
      }
      end.close(top);
    } while (!HEAD.compareAndSet(this, top, end));
    if (epochNanos < startEpochNanos) {
      tracer.engine.reportBackwards(tracer.scope, firstName);
    }
    tracer.engine.counts().ended(marks.flags.isSampled());
    tracer.engine.spans().publish(this);
  }

  private SpanContent content() {
    Entry top = head;
    if (top instanceof SpanContent known) {
      return known;
    }
    SpanContent made = Fold.of(top, tracer.engine.limits()).content(firstName);
    if (!top.isClosed()) {
      return made;
    }
    if (HEAD.compareAndSet(this, top, made)) {
      tracer.engine.countDropped(made);
      return made;
    }
    return (SpanContent) head;
  }

  @Override
  public long traceIdHigh() {
    return traceIdHigh;
  }

  @Override
  public long traceIdLow() {
    return traceIdLow;
  }

  @Override
  public long spanId() {
    return spanId;
  }

  @Override
  public long parentSpanId() {
    return parentSpanId;
  }

  @Override
  public Marks marks() {
    return marks;
  }

  @Override
  public SpanContext getSpanContext() {
    return this;
  }

  @Override
  public Context storeInContext(@Nullable Context context) {
    return SpanNode.in(context, this);
  }

  @Override
  public TraceFlags flags() {
    return marks.flags;
  }

  @Override
  public TraceState state() {
    return marks.state;
  }

  @Override
  public boolean isParentRemote() {
    return parentRemote;
  }

  @Override
  public InstrumentationScope scope() {
    return tracer.scope;
  }

  @Override
  public String name() {
    return content().name;
  }

  @Override
  public SpanKind kind() {
    return KINDS[kind];
  }

  @Override
  public long startEpochNanos() {
    return startEpochNanos;
  }

  @Override
  public long endEpochNanos() {
    return content().endEpochNanos;
  }

  @Override
  public StatusCode status() {
    return content().status;
  }

  @Override
  public String statusDescription() {
    return content().description;
  }

  @Override
  public Attributes attributes() {
    return content().attributes;
  }

  @Override
  public List<SpanEvent> events() {
    return content().events;
  }

  @Override
  public List<SpanLink> links() {
    return content().links;
  }

  @Override
  public int droppedAttributes() {
    return content().droppedAttributes;
  }

  @Override
  public int droppedEvents() {
    return content().droppedEvents;
  }

  @Override
  public int droppedLinks() {
    return content().droppedLinks;
  }

  @Override
  public int weight() {
    TraceState state = marks.state;
    int stateLength = state.isEmpty() ? 0 : W3CTraceState.text(state).length();
    return OWN_WEIGHT + firstName.length() + stateLength + head.total();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return NumericSpanContext.equal(this, other);
  }

  @Override
  public int hashCode() {
    return NumericSpanContext.hash(this);
  }

  @Override
  public String toString() {
    return "RecordedSpan{traceId="
        + getTraceId()
        + ", spanId="
        + getSpanId()
        + ", name="
        + firstName
        + ", ended="
        + !isRecording()
        + "}";
  }
}
