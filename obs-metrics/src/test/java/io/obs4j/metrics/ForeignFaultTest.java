package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ResourceBundle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What spans, loggers and exceptions of others do to recording and walking. */
@Timeout(60)
class ForeignFaultTest {

  private final AtomicReference<Runnable> onLog = new AtomicReference<>(() -> {});
  private final Diagnostics diagnostics = Diagnostics.loggingTo(new ScriptedLogger());
  private final Metrics metrics = Metrics.builder().diagnostics(diagnostics).build();

  @Test
  void record_currentSpanThrows_recordsWithoutExemplarAndIsCounted() {
    Counter counter = metrics.counter("c").create();
    Histogram histogram = metrics.histogram("h").create();

    try (Scope scope = throwingSpan().makeCurrent()) {
      assertThat(scope).isNotNull();
      for (int i = 0; i < 100; i++) {
        counter.increment();
        counter.add(0.5);
        histogram.record(1);
      }
    }

    Page page = Page.of(metrics);
    assertThat(page.value("c")).isEqualTo(150.0);
    assertThat(page.value("h")).isEqualTo(100L);
    assertThat(diagnostics.faultCount(Exemplars.FAULT)).isPositive();
  }

  @Test
  void record_spanWithIdsThatAreNoNumbers_recordsWithoutExemplar() {
    Counter counter = metrics.counter("c").create();

    try (Scope scope = Span.wrap(contextWithForeignIds()).makeCurrent()) {
      assertThat(scope).isNotNull();
      counter.increment();
    }

    assertThat(Page.of(metrics).value("c")).isEqualTo(1L);
  }

  @Test
  void callback_exceptionThatCannotBeTold_losesItsOwnSeriesOnly() {
    metrics
        .gauge("bad")
        .callback(
            () -> {
              throw new UntellableException();
            });
    metrics.gauge("good").callback(() -> 1);

    Page page = Page.of(metrics);

    assertThat(page.has("bad")).isFalse();
    assertThat(page.value("good")).isEqualTo(1.0);
    assertThat(diagnostics.faultCount(Callbacks.FAULT)).isEqualTo(1);
  }

  @Test
  void refuse_whileTheFirstIsBeingLogged_doesNotWait() throws InterruptedException {
    Counter counter = metrics.counter("c").create();
    CountDownLatch logging = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    onLog.set(
        () -> {
          logging.countDown();
          awaitUninterruptibly(release);
        });
    Thread first = new Thread(() -> counter.add(-1));
    first.start();
    assertThat(logging.await(30, TimeUnit.SECONDS)).isTrue();

    Thread second = new Thread(() -> counter.add(-1));
    second.start();
    second.join(TimeUnit.SECONDS.toMillis(20));
    boolean waited = second.isAlive();
    release.countDown();
    first.join();
    second.join();

    assertThat(waited).isFalse();
    assertThat(refused("c", "negative")).isEqualTo(2L);
  }

  @Test
  void refuse_loggerThatIsRefusedTheSame_countsBoth() {
    Counter counter = metrics.counter("c").create();
    onLog.set(() -> counter.add(-1));

    counter.add(-1);

    assertThat(refused("c", "negative")).isEqualTo(2L);
  }

  private Object refused(String metric, String reason) {
    return Page.of(metrics)
        .value("obs.metrics.refused{metric=\"" + metric + "\",reason=\"" + reason + "\"}");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Span throwingSpan() {
    return (Span)
        Proxy.newProxyInstance(
            Span.class.getClassLoader(),
            new Class<?>[] {Span.class},
            (proxy, method, arguments) -> {
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              throw new IllegalStateException("a span that does not work");
            });
  }

  private static SpanContext contextWithForeignIds() {
    SpanContext valid =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "00000000000000ff",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    return (SpanContext)
        Proxy.newProxyInstance(
            SpanContext.class.getClassLoader(),
            new Class<?>[] {SpanContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getTraceId" -> "no-hex";
                  case "isValid", "isSampled" -> true;
                  default -> method.invoke(valid, arguments);
                });
  }

  private static final class UntellableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  private final class ScriptedLogger implements System.Logger {

    @Override
    public String getName() {
      return "scripted";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      onLog.get().run();
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      onLog.get().run();
    }
  }
}
