package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.LogRecord;
import io.obs4j.core.internal.AnyValueText;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.StrictReader;
import io.obs4j.logging.format.TestEvent;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** One event, as sinks and as exporters get it. */
class LinesAndRecordsTest {

  private final StrictReader reader = new StrictReader();
  private final KeptLines sink = new KeptLines();
  private final List<LogRecord> records = new ArrayList<>();
  private final Diagnostics diagnostics = Diagnostics.create();
  private final Logging logging =
      Logging.builder()
          .diagnostics(diagnostics)
          .format(LineFormat.ecs().toBuilder().objects(LinesAndRecordsTest::converted).build())
          .sink(sink)
          .stream(LogStream.AUDIT, sink)
          .build();

  LinesAndRecordsTest() {
    logging.records().subscribe(records::add);
  }

  @AfterEach
  void close() {
    logging.close();
  }

  private static Object converted(Object object) {
    return object instanceof Point point ? Map.of("x", point.x()) : object;
  }

  private record Point(int x) {}

  private enum Color {
    RED {
      @Override
      public String toString() {
        return "a nice red";
      }
    }
  }

  private static final class Failing {

    @Override
    public String toString() {
      throw new NoClassDefFoundError("gone");
    }
  }

  /** A list whose elements end in a fault. */
  private static List<Object> endingList() {
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        if (index == 3) {
          throw new IllegalStateException("changed meanwhile");
        }
        return index;
      }

      @Override
      public int size() {
        return 5;
      }
    };
  }

  private static Map<Object, Object> sameTexts() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put(CharBuffer.wrap("token"), "one");
    map.put("token", "two");
    map.put("plain", 3);
    map.put(CharBuffer.wrap("plain"), 4);
    return map;
  }

  private static LongAdder adder() {
    LongAdder adder = new LongAdder();
    adder.add(23);
    return adder;
  }

  private static Object[] values() {
    return new Object[] {
      "text",
      null,
      17,
      (byte) 3,
      2.5,
      0.1f,
      new AtomicLong(17),
      new AtomicInteger(-4),
      adder(),
      new BigDecimal("2.50"),
      new BigDecimal("0.1"),
      new BigInteger("9007199254740993"),
      BigInteger.TEN.pow(40),
      BigInteger.ONE.shiftLeft(5_000),
      Double.NaN,
      Float.NEGATIVE_INFINITY,
      true,
      new AtomicBoolean(true),
      Color.RED,
      'c',
      CharBuffer.wrap("built"),
      UUID.fromString("0af76519-16cd-43dd-8448-eb211c80319c"),
      new Point(4),
      new Failing(),
      new IOException("refused"),
      new byte[] {1, 2, 3},
      new int[] {1, 2},
      new Object[] {new AtomicLong(1), null, Color.RED, new Point(2), List.of()},
      Arrays.asList(1, null, "x", new BigDecimal("7.25")),
      endingList(),
      sameTexts(),
      Map.of("deep", Map.of("count", new AtomicLong(2), "on", new AtomicBoolean())),
      Value.of(KeyValue.of("b", Value.of(1)), KeyValue.of("a", Value.of(2))),
      Value.of("told"),
      Value.empty(),
    };
  }

  /** An attribute as a reader of its JSON knows it. */
  private Object read(Object attribute) {
    ByteSink json = new ByteSink(64);
    json.writeAscii("{\"value\":");
    AnyValueText.writeJson(json, attribute);
    json.writeAscii("}\n");
    return plain(reader.read(json).get("value"));
  }

  /** Numbers by what they are worth: 2.50 is 2.5. */
  private static Object plain(Object read) {
    if (read instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    }
    if (read instanceof List<?> list) {
      return list.stream().map(LinesAndRecordsTest::plain).toList().toString();
    }
    if (read instanceof Map<?, ?> map) {
      Map<Object, Object> members = new LinkedHashMap<>();
      map.forEach((key, value) -> members.put(key, plain(value)));
      return members;
    }
    return String.valueOf(read) + (read instanceof String ? ", a text" : "");
  }

  @Test
  void keyValues_ofEveryKind_areTheSameInBoth() {
    for (Object value : values()) {
      TestEvent event = new TestEvent("told");
      event.keyValues.add(new KeyValuePair("value", value));
      logging.log(event);

      Object line = plain(reader.read(sink.lines.remove(0)).get("value"));
      List<Object> attribute = new ArrayList<>();
      records
          .remove(0)
          .attributes()
          .forEach(
              (key, each) -> {
                if (key.getKey().equals("value")) {
                  attribute.add(read(each));
                }
              });
      assertThat(attribute).containsExactly(line);
    }
    assertThat(values()).hasSizeGreaterThan(30);
  }

  @Test
  void message_isPutTogetherOnce() {
    for (LogStream stream : new LogStream[] {LogStream.APPLICATION, LogStream.AUDIT}) {
      AtomicInteger calls = new AtomicInteger();
      Object counting =
          new Object() {
            @Override
            public String toString() {
              return "call " + calls.incrementAndGet();
            }
          };
      logging.log(stream, new TestEvent("{} of {}", counting, "one"));

      assertThat(reader.read(sink.lines.remove(0)).get("message")).isEqualTo("call 1 of one");
      assertThat(records.remove(0).body().asString()).isEqualTo("call 1 of one");
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void message_ofAnArgumentThatThrows_isNotedInBothAndCountedOnce() {
    logging.log(new TestEvent("value {} \"\n\u0001", new Failing()));

    String told = "value [FAILED toString()] \"\n\u0001";
    assertThat(reader.read(sink.lines.get(0)).get("message")).isEqualTo(told);
    assertThat(records.get(0).body().asString()).isEqualTo(told);
    assertThat(
            diagnostics
                .metrics()
                .counter(
                    "obs.log.value.failures",
                    "{value}",
                    "Values of log events that threw when they were asked for their text.",
                    Attributes.empty())
                .longValue())
        .isEqualTo(1);
  }

  @Test
  void message_longerThanALine_isWholeInTheRecord() {
    logging.log(new TestEvent("{}!", "x".repeat(200_000)));

    assertThat(sink.lines.get(0).length()).isLessThanOrEqualTo(LineFormat.LINE_LIMIT);
    assertThat(records.get(0).body().asString()).isEqualTo("x".repeat(200_000) + "!");
  }
}
