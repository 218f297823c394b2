package io.obs4j.jdbc;

import io.obs4j.core.Clock;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of what is executed, and records how long it took. Safe for use by any thread.
 */
final class QueryObserver {

  /** The bounds that the conventions advise, in seconds. */
  private static final List<Double> BOUNDS =
      List.of(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);

  private static final double NANOS_PER_SECOND = 1e9;

  private final Tracer tracer;
  private final DoubleHistogram duration;
  private final Clock clock;

  QueryObserver(OpenTelemetry telemetry, Clock clock) {
    tracer = telemetry.getTracer(JdbcTelemetry.SCOPE);
    duration =
        telemetry
            .getMeter(JdbcTelemetry.SCOPE)
            .histogramBuilder("db.client.operation.duration")
            .setUnit("s")
            .setDescription("Duration of database client operations.")
            .setExplicitBucketBoundariesAdvice(BOUNDS)
            .build();
    this.clock = clock;
  }

  /**
   * Observes an execution.
   *
   * @param batch of how many statements it is
   * @param call executes it
   */
  @SuppressWarnings("try") // A scope is opened to be closed.
  <T> T observe(Query query, int batch, QueryCall<T> call) throws SQLException {
    long start = clock.nanoTime();
    Span span = start(query, batch);
    Context context = Context.current().with(span);
    String errorType = null;
    try (Scope current = context.makeCurrent()) {
      return call.call();
    } catch (Throwable e) {
      errorType = fail(span, e);
      throw e;
    } finally {
      long nanos = clock.nanoTime() - start;
      duration.record(nanos / NANOS_PER_SECOND, measured(query, errorType), context);
      span.end();
    }
  }

  private Span start(Query query, int batch) {
    SpanBuilder span =
        tracer
            .spanBuilder(query.name())
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(query.traced());
    if (batch > 1) {
      span.setAttribute(DbAttributes.BATCH_SIZE, (long) batch);
    }
    return span.startSpan();
  }

  /**
   * Tells what was thrown, without its message, in which databases quote values. The type of the
   * error is the state that the database gives, or the class of what has none.
   */
  private static String fail(Span span, Throwable thrown) {
    String state = thrown instanceof SQLException sql ? sql.getSQLState() : null;
    String type = thrown.getClass().getName();
    if (state != null) {
      span.setAttribute(DbAttributes.STATUS_CODE, state);
    }
    span.addEvent("exception", Attributes.of(DbAttributes.EXCEPTION_TYPE, type));
    span.setAttribute(DbAttributes.ERROR_TYPE, state == null ? type : state);
    span.setStatus(StatusCode.ERROR);
    return state == null ? type : state;
  }

  private static Attributes measured(Query query, @Nullable String errorType) {
    return errorType == null
        ? query.measured()
        : query.measured().toBuilder().put(DbAttributes.ERROR_TYPE, errorType).build();
  }
}
