package io.obs4j.logging;

import io.obs4j.core.LogRecord;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.Masking;
import io.obs4j.logging.format.TestEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.event.KeyValuePair;

/** What {@link OldestApiTest} runs on another class path. */
public final class OldestApiProgram implements Callable<String> {

  @Override
  public String call() {
    KeptLines sink = new KeptLines();
    List<LogRecord> records = new ArrayList<>();
    LineFormat format = LineFormat.ecs().toBuilder().masking(Masking.standard()).build();
    try (Logging logging = Logging.builder().sink(sink).format(format).build()) {
      logging.records().subscribe(records::add);
      TestEvent event = new TestEvent("paid {}", 17);
      event.keyValues.add(new KeyValuePair("order", Map.of("token", "s3cret")));
      event.keyValues.add(new KeyValuePair("items", List.of(1, 2)));
      event.throwable = new IllegalStateException("boom");
      logging.log(event);
      logging
          .loggerProvider()
          .get("front")
          .logRecordBuilder()
          .setSeverity(Severity.INFO)
          .setBody("emitted")
          .emit();
    }
    Attributes first = records.get(0).attributes();
    return sink.lines.size()
        + " lines, "
        + first.get(AttributeKey.stringKey("order"))
        + ", "
        + first.get(AttributeKey.stringKey("items"))
        + ", "
        + records.get(1).body().asString();
  }
}
