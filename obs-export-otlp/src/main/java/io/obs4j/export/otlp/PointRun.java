package io.obs4j.export.otlp;

import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import java.util.Arrays;

/**
 * The points of one family of numbers as they were written last, one behind the other: as long as a
 * walk brings the same series in the same order, only their times and values are replaced, and all
 * of them are copied at once. Used by one thread at a time.
 */
final class PointRun {
  /*
   * What was kept is good up to the first series that is another than the last time; from there on
   * the points are written anew. Those before `next` belong to the walk, and those from the byte
   * `from` on are not copied to the request yet.
   */

  private final MessageWriter scratch;
  private byte[] bytes = {};
  private int count;
  private int next;
  private int from;

  // Of each point: the byte behind it, and what it was made of but for time and value.
  private int[] ends = {};
  private int[] indexes = {};
  private int[] generations = {};
  private long[] starts = {};
  private boolean[] integers = {};

  PointRun(MessageWriter like) {
    scratch = like.another();
  }

  /** Begins a walk. */
  void begin() {
    next = 0;
    from = 0;
  }

  /** How many points were added or passed over. */
  int size() {
    return next;
  }

  /** How many bytes of them are copied, or need not be. */
  int copied() {
    return from;
  }

  /** Returns to where it was. */
  void undo(int size, int copied) {
    next = size;
    from = copied;
  }

  private int end(int points) {
    return points == 0 ? 0 : ends[points - 1];
  }

  /** How many bytes wait to be copied. */
  int pending() {
    return end(next) - from;
  }

  /** Whether the next point is kept, but for time and value. */
  boolean isNext(Series series, long start, boolean integer) {
    int place = next;
    return place < count
        && indexes[place] == series.index()
        && generations[place] == series.generation()
        && starts[place] == start
        && integers[place] == integer;
  }

  /** Writes the next point anew; of what was kept, all from there on is given up. */
  void replace(Series series, long start, boolean integer, byte[] labels) {
    if (next == integers.length) { // the last to grow, in case there is no memory for it
      int size = Math.max(8, next * 2);
      ends = Arrays.copyOf(ends, size);
      indexes = Arrays.copyOf(indexes, size);
      generations = Arrays.copyOf(generations, size);
      starts = Arrays.copyOf(starts, size);
      integers = Arrays.copyOf(integers, size);
    }
    byte[] point =
        write(start, integer ? Otlp.NumberPoint.AS_INT : Otlp.NumberPoint.AS_DOUBLE, labels);
    int begin = end(next);
    if (begin + point.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, begin + point.length));
    }
    System.arraycopy(point, 0, bytes, begin, point.length);
    ends[next] = begin + point.length;
    indexes[next] = series.index();
    generations[next] = series.generation();
    starts[next] = start;
    integers[next] = integer;
    count = next + 1;
  }

  /** Backward: what is to be last comes first. */
  private byte[] write(long start, Field value, byte[] labels) {
    scratch.reset();
    int mark = scratch.beginElement();
    scratch.fixed64(value, 0);
    scratch.fixed64(Otlp.NumberPoint.TIME, 0);
    scratch.fragment(labels);
    if (start != 0) {
      scratch.fixed64(Otlp.NumberPoint.START, start);
    }
    scratch.end(Otlp.Data.POINTS, mark);
    return scratch.toByteArray();
  }

  /** Adds the next point, which is kept, with a time and a value. */
  void add(long time, NumberReading reading, boolean integer) {
    long value = integer ? reading.longValue() : Double.doubleToRawLongBits(reading.doubleValue());
    scratch.patch(bytes, ends[next++], time, value);
  }

  /** Passes over the next point, which is kept and told otherwise; nothing may be pending. */
  void skip() {
    from = ends[next++];
  }

  /** Copies what is pending. */
  void copyTo(MessageWriter writer) {
    int end = end(next);
    if (end > from) {
      writer.fragment(bytes, from, end - from);
      from = end;
    }
  }
}
