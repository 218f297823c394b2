package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;

class LineEncoderTest {

  private final Diagnostics diagnostics = Diagnostics.create();
  private final Resource resource = Resource.builder().service("orders", "1.4.2").build();

  private String line(LineFormat format, LogEvent event) {
    ByteSink out = new ByteSink(16);
    format.encoder(resource, diagnostics).encode(event, out);
    return out.toString();
  }

  private static String longLineOf(LineFormat format, Resource resource) {
    ByteSink out = new ByteSink(16);
    TestEvent event = new TestEvent().message("x".repeat(5_000)).keyValue("id", "theirs");
    format.encoder(resource, Diagnostics.create()).encode(event, out);
    return out.toString();
  }

  @Test
  void cutField_ofAnotherField_isRefused() {
    List<Consumer<Fields>> others =
        List.of(
            fields -> fields.constant("log.truncated", "no"),
            fields -> fields.field("log.truncated", LogField.MARKERS),
            fields -> fields.resource("log.truncated", "any.attribute"),
            fields -> fields.object("log.truncated").constant("a", 1));

    for (Consumer<Fields> other : others) {
      assertThatThrownBy(() -> LineFormat.ecs().toBuilder().fields(other).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("log.truncated");
    }
  }

  @Test
  void cutField_ofAnAttributeOfTheResource_isTheCutFieldAlone() {
    LineFormat format =
        LineFormat.ecs().toBuilder()
            .fields(fields -> fields.spread(LogField.RESOURCE))
            .lineLimit(LineFormat.SMALLEST_LINE_LIMIT)
            .build();
    Resource named = Resource.builder().attribute("log.truncated", "theirs").build();

    assertThat(longLineOf(format, named))
        .containsOnlyOnce("\"log.truncated\":")
        .contains("\"log.truncated\":\"message\"");
  }

  @Test
  void containersThatThrow_keepTheirElementsSoFar() {
    List<Object> ending =
        new AbstractList<>() {
          @Override
          public Object get(int index) {
            if (index == 2) {
              throw new NoClassDefFoundError("of a service that was taken away");
            }
            return Map.of("element", List.of(index));
          }

          @Override
          public int size() {
            return 5;
          }
        };

    assertThat(
            line(
                LineFormat.ecs(),
                new TestEvent().keyValue("list", List.of(7, ending, 8)).keyValue("id", 17)))
        .contains("\"list\":[7,[{\"element\":[0]},{\"element\":[1]}],8],\"id\":17");
  }

  @Test
  void numbersThatThrow_areNotes() {
    Number counter =
        new AtomicLong() {
          @Override
          public long longValue() {
            throw new IllegalStateException();
          }

          @Override
          public String toString() {
            throw new IllegalStateException();
          }
        };
    Value<String> any =
        new Value<>() {
          @Override
          public ValueType getType() {
            return ValueType.STRING;
          }

          @Override
          public String getValue() {
            throw new IllegalStateException();
          }

          @Override
          public String asString() {
            throw new IllegalStateException();
          }
        };

    assertThat(
            line(
                LineFormat.ecs(),
                new TestEvent()
                    .keyValue("counter", counter)
                    .keyValue("any", any)
                    .keyValue("id", 1)))
        .contains("\"counter\":\"[FAILED toString()]\",\"any\":\"[FAILED toString()]\",\"id\":1");
  }

  @Test
  void markersThatThrow_leaveTheOthersAndTheLineWhole() {
    Marker first = new BasicMarkerFactory().getDetachedMarker("FIRST");
    Iterator<Marker> ending =
        new Iterator<>() {
          private boolean isRead;

          @Override
          public boolean hasNext() {
            if (isRead) {
              throw new NoClassDefFoundError("of a service that was taken away");
            }
            return true;
          }

          @Override
          public Marker next() {
            isRead = true;
            return first;
          }
        };
    TestEvent event = new TestEvent().message("m");
    event.markers.add(
        (Marker)
            Proxy.newProxyInstance(
                Marker.class.getClassLoader(),
                new Class<?>[] {Marker.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getName" -> "BROKEN";
                      case "hasReferences" -> true;
                      case "iterator" -> ending;
                      default -> throw new UnsupportedOperationException(method.getName());
                    }));
    event.markers.add(new BasicMarkerFactory().getDetachedMarker("LAST"));

    assertThat(line(LineFormat.ecs(), event)).contains("\"tags\":[\"BROKEN\",\"FIRST\",\"LAST\"]");
    assertThat(failures(diagnostics)).isEqualTo(1);
  }

  private static long failures(Diagnostics counting) {
    return counting
        .metrics()
        .counter(
            "obs.log.value.failures",
            "{value}",
            "Values of log events that threw when they were asked for their text.",
            Attributes.empty())
        .longValue();
  }

  @Test
  void ecs_messageWithArguments_hasAllFields() {
    TestEvent event =
        new TestEvent()
            .message("order {} of {}", 17, "ann")
            .context(Map.of("user.id", "u1"))
            .keyValue("amount", 12.5)
            .keyValue("items", List.of(1, 2));

    assertThat(line(LineFormat.ecs(), event))
        .isEqualTo(
            """
            {"@timestamp":"2026-01-01T00:04:05.123Z","log.level":"INFO",\
            "log.logger":"com.acme.Orders","ecs.version":"1.2.0","service.name":"orders",\
            "service.version":"1.4.2","event.dataset":"orders","process.thread.name":"main","message":"order 17 of ann",\
            "user.id":"u1","amount":12.5,"items":[1,2]}
            """);
  }

  @Test
  void bigDecimal_beyondAllDoubles_isWrittenAsText() {
    TestEvent event =
        new TestEvent()
            .keyValue("huge", new BigDecimal("1E+999999999"))
            .keyValue("negative", new BigDecimal("-1E+400"))
            .keyValue("large", new BigDecimal("1E+300"));

    assertThat(line(LineFormat.ecs(), event))
        .contains("\"huge\":\"1E+999999999\",\"negative\":\"-1E+400\",\"large\":1E+300}");
  }
}
