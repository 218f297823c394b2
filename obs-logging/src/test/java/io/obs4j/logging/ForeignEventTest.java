package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.LogRecord;
import io.obs4j.logging.format.TestEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.BasicMarkerFactory;

/** Events whose parts are foreign code of the worst kind. */
class ForeignEventTest {

  private final KeptLines sink = new KeptLines();
  private final List<LogRecord> records = new ArrayList<>();

  private void log(TestEvent event) {
    Logging logging = Logging.builder().sink(sink).build();
    logging.records().subscribe(records::add);
    logging.log(event);
  }

  private static Marker throwing() {
    return (Marker)
        Proxy.newProxyInstance(
            Marker.class.getClassLoader(),
            new Class<?>[] {Marker.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException(method.getName());
            });
  }

  @Test
  void markers_thatAreNullOrThrow_doNotLoseTheEvent() {
    TestEvent event = new TestEvent("hello");
    event.markers.add(null);
    event.markers.add(throwing());
    event.markers.add(new BasicMarkerFactory().getDetachedMarker("AUDIT"));
    log(event);

    assertThat(sink.lines).hasSize(1);
    assertThat(sink.lines.get(0))
        .contains("\"message\":\"hello\"", "[\"[FAILED getName()]\",\"AUDIT\"]");
    assertThat(records).hasSize(1);
    assertThat(records.get(0).attributes().get(AttributeKey.stringArrayKey("log.markers")))
        .containsExactly("[FAILED getName()]", "AUDIT");
  }

  @Test
  void keyValues_thatAreNull_areSkipped() {
    TestEvent event = new TestEvent("hello");
    event.keyValues.add(null);
    event.keyValues.add(new KeyValuePair("user", "ann"));
    log(event);

    assertThat(sink.lines).hasSize(1);
    assertThat(sink.lines.get(0)).contains("\"message\":\"hello\"", "\"user\":\"ann\"");
    assertThat(records).hasSize(1);
    assertThat(records.get(0).attributes().get(AttributeKey.stringKey("user"))).isEqualTo("ann");
    assertThat(records.get(0).droppedAttributes()).isZero();
  }

  @Test
  void keyValue_thatIsAMapWithinItself_isATreeThatIsMasked() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("password", "hunter2");
    map.put("itself", map);
    map.put("list", List.of(1, Map.of("token", "hunter2")));
    map.put("array", new int[] {7});
    map.put("proxy", throwing());
    TestEvent event = new TestEvent("hello");
    event.keyValues.add(new KeyValuePair("request", map));
    log(event);

    assertThat(records.get(0).attributes().get(AttributeKey.valueKey("request")))
        .isEqualTo(
            Value.of(
                KeyValue.of("password", Value.of("***")),
                KeyValue.of("itself", Value.of("...")),
                KeyValue.of(
                    "list", Value.of(Value.of(1), Value.of(KeyValue.of("token", Value.of("***"))))),
                KeyValue.of("array", Value.of(List.of(Value.of(7)))),
                KeyValue.of("proxy", Value.of("[FAILED toString()]"))));
  }
}
