package io.obs4j.metrics;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Uses all instruments, for a class path that a test makes. Uses nothing that is not on it. */
public final class OtelProgram implements Callable<String> {

  /** What the program shows, but for the interfaces that an incubator may add. */
  static final String RESULT =
      "c=5 d=0.5 u=-1 h=1 l=1 g=2.5 lg=7 o=9 os=1.5 b=11 bad=absent faults=1";

  @Override
  public String call() {
    Metrics metrics = Metrics.builder().rules(Rules.builder().drop("c", "user").build()).build();
    Meter meter = metrics.meterProvider().meterBuilder("m").setSchemaUrl("s").build();
    Attributes tags = Attributes.of(AttributeKey.stringKey("user"), "ann");
    LongCounter counter = meter.counterBuilder("c").setUnit("{thing}").build();
    counter.add(2, tags);
    counter.add(3, Attributes.empty(), null);
    meter.counterBuilder("d").ofDoubles().build().add(0.5);
    meter.upDownCounterBuilder("u").build().add(-1);
    meter.histogramBuilder("h").setExplicitBucketBoundariesAdvice(List.of(1.0)).build().record(1);
    meter.histogramBuilder("l").ofLongs().build().record(1);
    meter.gaugeBuilder("g").build().set(2.5);
    meter.gaugeBuilder("lg").ofLongs().build().set(7);
    meter.counterBuilder("o").buildWithCallback(m -> m.record(9));
    meter.upDownCounterBuilder("os").ofDoubles().buildWithCallback(m -> m.record(1.5));
    ObservableLongMeasurement measurement = meter.gaugeBuilder("b").ofLongs().buildObserver();
    meter.batchCallback(() -> measurement.record(11), measurement);
    meter.counterBuilder("not a name").build().add(1);

    Page page = Page.of(metrics);
    StringBuilder text = new StringBuilder();
    for (String name : List.of("c", "d", "u", "h", "l", "g", "lg", "o", "os", "b")) {
      text.append(name).append('=').append(page.value(name)).append(' ');
    }
    text.append("bad=").append(page.has("not a name") ? "shown" : "absent");
    long faults = 0;
    for (var entry : page.values().entrySet()) {
      faults += entry.getKey().startsWith("obs.faults") ? (long) entry.getValue() : 0;
    }
    text.append(" faults=").append(faults);
    for (Object part : List.of(meter.histogramBuilder("h"), counter)) {
      for (Class<?> type : Arrays.asList(part.getClass().getInterfaces())) {
        text.append(' ').append(type.getSimpleName());
      }
    }
    return text.toString();
  }
}
