package io.obs4j.export.otlp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The points of numbers as they were written last, by the index of their series: all but the time
 * and the value stays the same, so the next is a copy with these two replaced. Used by one thread
 * at a time.
 */
final class PointFrames {

  private final MessageWriter scratch;
  private byte[] @Nullable [] longs = {};
  private byte[] @Nullable [] doubles = {};
  private long[] starts = {};

  PointFrames(MessageWriter like) {
    scratch = like.another();
  }

  /** Forgets the points of the series at an index. */
  void forget(int index) {
    if (index >= starts.length) {
      int size = Math.max(index + 1, starts.length * 2);
      longs = Arrays.copyOf(longs, size);
      doubles = Arrays.copyOf(doubles, size);
      starts = Arrays.copyOf(starts, size);
    }
    longs[index] = null;
    doubles[index] = null;
  }

  /**
   * A point of a series that was not forgotten, or of which nothing is known.
   *
   * @param index of the series
   * @param start since when it counts, zero for no such time
   * @param integer whether the value is an integer
   * @param labels its attributes
   * @return a whole element, of which time and value are to be replaced
   */
  byte[] frame(int index, long start, boolean integer, byte[] labels) {
    if (starts[index] != start) {
      forget(index);
      starts[index] = start;
    }
    byte[] @Nullable [] kept = integer ? longs : doubles;
    byte[] frame = kept[index];
    if (frame == null) {
      frame = write(start, integer ? Otlp.NumberPoint.AS_INT : Otlp.NumberPoint.AS_DOUBLE, labels);
      kept[index] = frame;
    }
    return frame;
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
}
