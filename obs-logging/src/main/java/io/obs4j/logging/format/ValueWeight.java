package io.obs4j.logging.format;

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
public final class ValueWeight {

  /** What a value takes beside its content. */
  static final int EACH = 16;

  private final Deque<Object> open = new ArrayDeque<>(0);
  private long total;

  /** The weight of nothing yet. */
  public ValueWeight() {}

  /** The weight of one value alone. */
  static int of(Value<?> value) {
    ValueWeight weight = new ValueWeight();
    weight.add(value);
    return weight.total();
  }

  /**
   * The weight of all that was added.
   *
   * @return at most the largest int
   */
  public int total() {
    return (int) Math.min(total, Integer.MAX_VALUE);
  }

  /**
   * Adds a weight that is known.
   *
   * @param weight in bytes
   */
  public void add(int weight) {
    total += weight;
  }

  /**
   * Adds a value of OpenTelemetry's API, or of an attribute.
   *
   * @param value with all that is in it
   */
  public void add(Object value) {
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
