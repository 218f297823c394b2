package io.obs4j.logging.sink;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Diagnostics whose log lines and counts a test can look at. */
final class Observer implements System.Logger {

  final List<String> messages = new CopyOnWriteArrayList<>();
  final Diagnostics diagnostics = Diagnostics.loggingTo(this);
  volatile Runnable whenLogging = () -> {};

  /** Starts a sink, and watches it from now on. */
  LogSink started(LogSink sink) {
    sink.start(diagnostics);
    return sink;
  }

  /** The sum of all series of a metric. */
  long sum(String metric) {
    return sum(metric, "");
  }

  /** The sum of those series of a metric that have an attribute with this value. */
  long sum(String metric, String attribute) {
    Sum sum = new Sum(metric, attribute);
    diagnostics.visit(sum);
    return sum.value;
  }

  long dropped() {
    return sum("obs.log.dropped");
  }

  long dropped(String reason) {
    return sum("obs.log.dropped", reason);
  }

  @Override
  public String getName() {
    return "observer";
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    messages.add(String.valueOf(message));
    whenLogging.run();
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... parameters) {
    messages.add(String.valueOf(format));
    whenLogging.run();
  }

  private static final class Sum implements MetricVisitor {
    private final String metric;
    private final String attribute;
    private String family = "";
    private long value;

    Sum(String metric, String attribute) {
      this.metric = metric;
      this.attribute = attribute;
    }

    private void add(Series series, NumberReading reading) {
      if (family.equals(metric)
          && (attribute.isEmpty() || series.attributes().asMap().containsValue(attribute))) {
        value += reading.longValue();
      }
    }

    @Override
    public void family(MetricFamily next) {
      family = next.name();
    }

    @Override
    public void counter(Series series, NumberReading reading) {
      add(series, reading);
    }

    @Override
    public void gauge(Series series, NumberReading reading) {
      add(series, reading);
    }

    @Override
    public void histogram(Series series, HistogramReading reading) {}

    @Override
    public void summary(Series series, SummaryReading reading) {}

    @Override
    public void info(Series series) {}

    @Override
    public void stateSet(Series series, StateSetReading reading) {}
  }
}
