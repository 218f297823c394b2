package io.obs4j.export.zipkin;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricSource;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Resource;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import io.obs4j.judges.LogLines;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A service whose spans end when a test says so, and what was counted of them. */
final class ZipkinSignals implements Signals {

  final LogLines log = new LogLines();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(log);
  private final List<Consumer<? super SpanRecord>> subscribers = new CopyOnWriteArrayList<>();
  private final String service;

  ZipkinSignals(String service) {
    this.service = service;
  }

  void end(SpanRecord span) {
    subscribers.forEach(subscriber -> subscriber.accept(span));
  }

  int subscribers() {
    return subscribers.size();
  }

  long exported() {
    return count("obs.batch.exported", Attributes.empty());
  }

  long dropped(String reason) {
    return count("obs.batch.dropped", Attributes.of(AttributeKey.stringKey("reason"), reason));
  }

  private long count(String name, Attributes further) {
    String help =
        name.endsWith("dropped")
            ? "Records that did not arrive at a destination, by reason."
            : "Records that arrived at a destination.";
    return diagnostics
        .metrics()
        .counter(
            name,
            "{record}",
            help,
            further.toBuilder().put("signal", "traces").put("destination", "zipkin").build())
        .longValue();
  }

  @Override
  public Resource resource() {
    return Resource.of(Attributes.of(Resource.SERVICE_NAME, service));
  }

  @Override
  public MetricSource metrics() {
    return visitor -> {};
  }

  @Override
  public RecordSource<SpanRecord> spans() {
    return subscriber -> {
      subscribers.add(subscriber);
      return () -> subscribers.remove(subscriber);
    };
  }

  @Override
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  @Override
  public Clock clock() {
    return Clock.system();
  }
}
