package io.obs4j.logging.format;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;

/** Makes events of parts that are chosen by numbers that somebody else makes up. */
final class EventGenerator {

  private static final List<LogLevel> LEVELS = List.of(LogLevel.values());

  private static final String[] SPECIAL = {
    "",
    "{}",
    "\\{}",
    "\\\\{}",
    "\"",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\u0000",
    "\u001f",
    "\u007f",
    "\u0085",
    "\u2028",
    "\u2029",
    "\ud83d",
    "\ude00",
    "😀",
    "é",
    "中",
    "\uffff",
    "a",
    "a.b",
    "a.b.c",
    "a.",
    ".",
    "message",
    "@timestamp",
    "log.level",
    "log",
    "error",
    "error.type",
    "_id",
    "id",
    "trace.id",
    "service.name",
    "password=hunter2",
    "\"}\n{\"forged\":true}",
    "4111111111111111",
    "tags",
    "mdc"
  };

  private final BasicMarkerFactory markers = new BasicMarkerFactory();

  private final IntUnaryOperator below;
  private int inputs;

  EventGenerator(IntUnaryOperator below) {
    this.below = below;
  }

  private int below(int bound) {
    return below.applyAsInt(bound);
  }

  /** How many texts and values were made. */
  int inputs() {
    return inputs;
  }

  String text() {
    inputs++;
    int kind = below(8);
    if (kind < 3) {
      return SPECIAL[below(SPECIAL.length)];
    }
    StringBuilder text = new StringBuilder();
    int pieces = kind == 7 && below(400) == 0 ? 3_000 : below(6);
    for (int i = 0; i < pieces; i++) {
      text.append(
          switch (below(5)) {
            case 0 -> SPECIAL[below(SPECIAL.length)];
            case 1 -> String.valueOf((char) below(0x10000));
            case 2 -> String.valueOf((char) below(0x100));
            default -> "word ";
          });
    }
    return text.toString();
  }

  Object value(int depth) {
    inputs++;
    return switch (below(depth > 3 ? 16 : 21)) {
      case 0 -> null;
      case 1 -> below(2) == 0;
      case 2 -> below(1_000_000) - 500_000;
      case 3 -> ((long) below(Integer.MAX_VALUE) << 32) ^ below(Integer.MAX_VALUE);
      case 4 -> Double.longBitsToDouble(((long) below(Integer.MAX_VALUE) << 33) ^ below(1 << 30));
      case 5 -> Float.intBitsToFloat(below(Integer.MAX_VALUE) * 2);
      case 6 -> new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE};
      case 7 -> BigInteger.ONE.shiftLeft(below(6_000));
      case 8 -> BigDecimal.valueOf(below(1_000_000), below(2_000_000) - 1_000_000);
      case 9 -> Instant.ofEpochSecond(below(Integer.MAX_VALUE));
      case 10 -> new UUID(below(1 << 20), below(1 << 20));
      case 11 -> new Hostile(below(4));
      case 12 -> Duration.ofMillis(below(1 << 20));
      case 13 ->
          TraceState.getDefault().getClass().getEnumConstants() == null ? KeyCollision.DROP : "";
      case 14 -> text().toCharArray();
      case 15 -> failure(text());
      case 16 -> {
        Map<Object, Object> map = new HashMap<>();
        for (int i = below(5); i > 0; i--) {
          map.put(below(3) == 0 ? value(4) : text(), value(depth + 1));
        }
        if (below(8) == 0) {
          map.put("self", map);
        }
        yield map;
      }
      case 17 -> {
        List<Object> list = new ArrayList<>();
        for (int i = below(5); i > 0; i--) {
          list.add(value(depth + 1));
        }
        if (below(8) == 0) {
          list.add(list);
        }
        yield list;
      }
      case 18 -> {
        Object[] array = new Object[below(4)];
        Arrays.setAll(array, i -> value(depth + 1));
        if (array.length > 0 && below(4) == 0) {
          array[0] = array;
        }
        yield array;
      }
      default -> text();
    };
  }

  /** Long traces are judged elsewhere. */
  private static Throwable failure(String message) {
    Throwable failure = new IllegalStateException(message);
    StackTraceElement[] frames = failure.getStackTrace();
    failure.setStackTrace(Arrays.copyOf(frames, Math.min(3, frames.length)));
    return failure;
  }

  TestEvent event() {
    TestEvent event = new TestEvent();
    event.level = LEVELS.get(below(6));
    event.logger = below(3) == 0 ? text() : "com.acme.Orders";
    event.thread = below(3) == 0 ? text() : "main";
    Object[] arguments = new Object[below(4)];
    Arrays.setAll(arguments, i -> value(2));
    event.message(below(20) == 0 ? null : text() + "{}" + text(), arguments);
    Map<String, String> context = new HashMap<>();
    for (int i = below(4); i > 0; i--) {
      context.put(text(), text());
    }
    event.context(context);
    for (int i = below(5); i > 0; i--) {
      event.keyValue(below(40) == 0 ? null : text(), value(0));
    }
    if (below(6) == 0) {
      event.throwable = failure(text());
      event.throwable.initCause(failure(text()));
    }
    if (below(6) == 0) {
      Marker marker = markers.getDetachedMarker(text());
      marker.add(markers.getDetachedMarker(text()));
      event.markers.add(marker);
    }
    if (below(3) == 0) {
      event.span = new TextSpan(below(3) == 0 ? text() : "0af7651916cd43dd8448eb211c80319c");
    }
    if (below(3) == 0) {
      event.caller =
          new StackTraceElement(text(), text(), below(2) == 0 ? null : text(), below(99));
    }
    event.eventName = below(6) == 0 ? text() : null;
    event.baggage.put("a", text());
    event.baggage.put("a.b", text());
    return event;
  }

  /** All named formats, in many variants. */
  static List<LineFormat> formats() {
    List<LineFormat> formats = new ArrayList<>();
    for (LineFormat format :
        List.of(
            LineFormat.ecs(),
            LineFormat.logstash(),
            LineFormat.gelf(),
            LineFormat.googleCloud(),
            LineFormat.openTelemetry())) {
      formats.add(format);
      for (KeyCollision policy : KeyCollision.values()) {
        formats.add(format.toBuilder().caller(true).nested(true).collisions(policy).build());
      }
      formats.add(format.toBuilder().baggage("a", "a.b").lineLimit(2_048).build());
      formats.add(
          format.toBuilder()
              .nested(true)
              .lineLimit(3_000)
              .masking(Masking.standard())
              .stackTraces(StackTraces.builder().hash().rootCauseFirst().build())
              .build());
    }
    return formats;
  }

  /** What foreign code may do. */
  private record Hostile(int way) {

    @Override
    public String toString() {
      return switch (way) {
        case 0 -> throw new IllegalStateException("hostile");
        case 1 -> throw new StackOverflowError();
        case 2 -> null;
        default -> "\"}\n";
      };
    }
  }

  private record TextFlags(String asHex) implements TraceFlags {

    @Override
    public boolean isSampled() {
      return true;
    }

    @Override
    public byte asByte() {
      return 1;
    }
  }

  /** A span context that tells anything for its ids and its flags. */
  private record TextSpan(String id) implements SpanContext {

    @Override
    public String getTraceId() {
      return id;
    }

    @Override
    public String getSpanId() {
      return id;
    }

    @Override
    public TraceFlags getTraceFlags() {
      return new TextFlags(id);
    }

    @Override
    public TraceState getTraceState() {
      return TraceState.getDefault();
    }

    @Override
    public boolean isRemote() {
      return false;
    }

    @Override
    public boolean isValid() {
      return true;
    }
  }
}
