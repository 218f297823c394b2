package io.obs4j.integration;

import io.opentelemetry.api.OpenTelemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An implementation of the OpenTelemetry API, and what it has recorded. */
abstract class Telemetry implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 20;

  final BlockingQueue<SeenSpan> ended = new LinkedBlockingQueue<>();

  abstract OpenTelemetry api();

  /** One line a series: its metric, attributes, and what does not depend on time. */
  abstract List<String> metrics();

  /** The spans that ended, waited for: a server ends its span after the client has its answer. */
  List<SeenSpan> spans(int count) throws InterruptedException {
    List<SeenSpan> spans = new ArrayList<>();
    while (spans.size() < count) {
      SeenSpan next = ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        break;
      }
      spans.add(next);
    }
    ended.drainTo(spans);
    return spans;
  }

  @Override
  public void close() {}
}
