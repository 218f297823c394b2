package io.obs4j.benchmarks;

import io.obs4j.logging.GlobalLogging;
import io.obs4j.logging.Logging;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.sink.AsyncSink;
import io.obs4j.logging.sink.FileSink;
import io.obs4j.logging.sink.LogSink;
import io.obs4j.logging.sink.Overflow;
import io.obs4j.slf4j.ObsLogger;
import io.obs4j.slf4j.ObsServiceProvider;
import io.obs4j.tracing.IdGenerator;
import io.obs4j.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.event.DefaultLoggingEvent;
import org.slf4j.event.Level;
import org.slf4j.spi.MDCAdapter;

/**
 * Ours: always through the provider, to the sink that the question wants, in the Logstash format.
 */
final class OursLog implements LogSide {

  private static final ObsServiceProvider PROVIDER = new ObsServiceProvider();

  private static final ThreadLocal<Scope> SCOPES = new ThreadLocal<>();

  /** So long that no line is dropped, as none of the peers' is. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Of 8,192 lines, as long as Logback's queue is. */
  private static final int QUEUE_BYTES = 8 << 20;

  /** Of our own tracer, which is what a service has that logs with us. */
  private static final Span SPAN = span();

  private final MDCAdapter context = PROVIDER.getMDCAdapter();
  private final FirstLine lines = new FirstLine();
  private final DefaultLoggingEvent event;
  private final boolean encodesOnly;
  private final Logging logging;
  private final ObsLogger logger;

  OursLog(LogWay way, Path file) {
    encodesOnly = way.encodesOnly;
    logging = Logging.builder().format(LineFormat.logstash()).sink(sink(way, file)).build();
    if (!GlobalLogging.attach(logging)) {
      throw new IllegalStateException("Another logging is attached already.");
    }
    logger = (ObsLogger) PROVIDER.getLoggerFactory().getLogger(LogWork.LOGGER);
    event = new DefaultLoggingEvent(Level.INFO, logger);
    event.setMessage(LogWork.TEMPLATE);
    event.addArguments(LogWork.ORDER, LogWork.ITEMS);
    LogWork.KEY_VALUES.forEach(pair -> event.addKeyValue(pair.key, pair.value));
  }

  private static Span span() {
    Tracing tracing = Tracing.builder().idGenerator(new WorkIds()).build();
    tracing.spans().subscribe(ended -> {});
    return tracing.tracerProvider().get("benchmarks").spanBuilder("order").startSpan();
  }

  /** The ids that the peers have in their context. */
  private static final class WorkIds implements IdGenerator {

    @Override
    public long traceIdHigh() {
      return Long.parseUnsignedLong(LogWork.TRACE_ID, 0, 16, 16);
    }

    @Override
    public long traceIdLow() {
      return Long.parseUnsignedLong(LogWork.TRACE_ID, 16, 32, 16);
    }

    @Override
    public long spanId() {
      return Long.parseUnsignedLong(LogWork.SPAN_ID, 16);
    }
  }

  private LogSink sink(LogWay way, Path file) {
    return switch (way) {
      case ENCODE, ENCODE_EXCEPTION -> lines;
      case FILE -> file(file);
      case ASYNC_FILE -> AsyncSink.of(file(file), QUEUE_BYTES, Overflow.block(PATIENCE));
    };
  }

  /** As plain as the appenders of the peers. */
  private static LogSink file(Path file) {
    return FileSink.builder(file).rotateAt(Long.MAX_VALUE).build();
  }

  @Override
  public void enter() {
    LogWork.CONTEXT.forEach(context::put);
    enterSpan();
  }

  @Override
  public void leave() {
    leaveSpan();
    context.clear();
  }

  /** Has the thread log within the span, until {@link #leaveSpan}. */
  @SuppressWarnings("MustBeClosedChecker") // leaveSpan() closes it
  static void enterSpan() {
    SCOPES.set(SPAN.makeCurrent());
  }

  static void leaveSpan() {
    SCOPES.get().close();
    SCOPES.remove();
  }

  @Override
  public void event() {
    if (encodesOnly) {
      logger.log(event);
    } else {
      LogWork.log(logger);
    }
  }

  @Override
  public void thrown(Throwable exception) {
    logger.error(LogWork.FAILED, exception);
  }

  @Override
  public void disabled() {
    logger.debug(LogWork.TEMPLATE, LogWork.ORDER, LogWork.ITEMS);
  }

  @Override
  public byte[] line() {
    return lines.line();
  }

  @Override
  public void close() {
    GlobalLogging.detach(logging);
    logging.close();
  }
}
