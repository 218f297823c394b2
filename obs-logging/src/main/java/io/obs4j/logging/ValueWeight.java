package io.obs4j.logging;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How much memory values take, roughly in bytes: a fixed part each, and what texts and bytes are
 * long. However deep lists are within each other, all that is in them counts. For one thread.
 */
final class ValueWeight {

  /** What a value takes beside its content. */
  static final int EACH = 16;

  private final Deque<Object> open = new ArrayDeque<>(0);
  private long total;

  /** The weight of one value alone. */
  static int of(Value<?> value) {
    ValueWeight weight = new ValueWeight();
    weight.add(value);
    return weight.total();
  }

  /** At most the largest int. */
  int total() {
    return (int) Math.min(total, Integer.MAX_VALUE);
  }

  void add(int weight) {
    total += weight;
  }

  /** Adds a value of OpenTelemetry's API, or of an attribute. */
  void add(Object value) {
    addOne(value);
    // Not by recursion: programs nest values as deep as they like.
    for (Object next = open.poll(); next != null; next = open.poll()) {
      addOne(next);
    }
  }

  private void addOne(Object value) {
    total += EACH;
    Object content = value instanceof Value<?> any ? any.getValue() : value;
    if (content instanceof String text) {
      total += text.length();
    } else if (content instanceof ByteBuffer bytes) {
      total += bytes.remaining();
    } else if (content instanceof KeyValue member) {
      total += member.getKey().length();
      open.push(member.getValue());
    } else if (content instanceof List<?> list) {
      for (Object each : list) {
        if (each != null) {
          open.push(each);
        }
      }
    }
  }
}
