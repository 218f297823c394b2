package io.obs4j.core.internal.request;

import io.obs4j.core.ServerRequest;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.SpanIds;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;

/**
 * A request as an instrumentation meets it: on a thread whose context may be that of an
 * instrumentation further out, which serves it already, or may be left over from something else.
 *
 * <p>What counts is the {@link ServerRequest} that is marked in the context, for as long as it has
 * not ended. Instrumentations that mark nothing are known by their spans: those of an agent or of
 * another SDK, of whatever kind, since nobody else makes one current before a request begins; and
 * of our own those of the kind {@code SERVER} that still record. No other span of ours says
 * anything of the request: one that is not recorded, has ended or is of another kind was made by
 * and for somebody else, and is current by mistake or by chance.
 */
public final class Arrival {

  private Arrival() {}

  /**
   * Whether a request already has its span in this process, and is measured. A request that this
   * process has sent to itself, and receives on the same thread, is told apart by its caller.
   *
   * @param current where the request is met
   * @param caller what was read from the headers of the request, upon {@code current}
   * @return true if {@link #span} is that of the request
   */
  public static boolean isServed(Context current, Context caller) {
    ServerRequest marked = ServerRequest.of(current);
    if (marked.isObserved()) {
      return isOf(Span.fromContext(marked.context()), caller);
    }
    Span span = Span.fromContext(current);
    return marked == ServerRequest.none()
        && isLocal(span)
        && (!isOurs(span) || isServing(span))
        && isOf(span, caller);
  }

  /**
   * The span of whatever is served in a context.
   *
   * @param current where the request is met
   * @return that of the request that is marked, else the current one
   */
  public static Span span(Context current) {
    ServerRequest marked = ServerRequest.of(current);
    return Span.fromContext(marked.isObserved() ? marked.context() : current);
  }

  /**
   * Whether a context was left current by mistake: that of a request that has ended, or of a span
   * of ours that nothing is recorded in any more. What begins then has nothing to do with it.
   *
   * @param current where a request is met that is not {@linkplain #isServed served}
   * @return true if nothing in it is to be used
   */
  public static boolean isLeftOver(Context current) {
    ServerRequest marked = ServerRequest.of(current);
    if (marked != ServerRequest.none() && !marked.isObserved()) {
      return true;
    }
    Span span = Span.fromContext(current);
    return isLocal(span) && isOurs(span) && !span.isRecording();
  }

  private static boolean isLocal(Span span) {
    return span.getSpanContext().isValid() && !span.getSpanContext().isRemote();
  }

  private static boolean isOurs(Span span) {
    return span.getSpanContext() instanceof SpanIds;
  }

  private static boolean isServing(Span span) {
    return span instanceof SpanRecord recorded
        && recorded.kind() == SpanKind.SERVER
        && span.isRecording();
  }

  /** Whether a span has the caller of the request, if there is one, as its parent. */
  private static boolean isOf(Span span, Context caller) {
    SpanContext remote = Span.fromContext(caller).getSpanContext();
    if (!remote.isRemote()) {
      return true;
    }
    SpanContext ids = span.getSpanContext();
    return span instanceof SpanRecord recorded
        ? recorded.parentSpanId() == SpanIds.spanId(remote)
        : !ids.isValid() || remote.getTraceId().equals(ids.getTraceId());
  }
}
