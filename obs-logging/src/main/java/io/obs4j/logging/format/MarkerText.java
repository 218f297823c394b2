package io.obs4j.logging.format;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * The names of markers, and of those that they refer to, as an array of JSON. Markers may be
 * foreign code, which may throw anything. Not safe for use by several threads at once.
 */
final class MarkerText {

  private static final int MOST_MARKERS = 64;
  private static final int MOST_DEPTH = 8;
  private static final List<Marker> NONE = List.of();

  private final BoundedText text;
  private final ForeignText foreign;
  private final ValueText values;

  MarkerText(BoundedText text, ForeignText foreign, ValueText values) {
    this.text = text;
    this.foreign = foreign;
    this.values = values;
  }

  void write(List<Marker> markers) {
    text.out().writeByte('[');
    text.reserve(1);
    int count = 0;
    for (int i = 0; i < markers.size(); i++) {
      count = write(markers.get(i), count, 0);
    }
    text.reserve(-1);
    text.out().writeByte(']');
  }

  /** Appends a marker after others; tells how many there are then. */
  private int write(@Nullable Marker marker, int count, int depth) {
    if (marker == null) {
      return count;
    }
    if (count >= MOST_MARKERS || depth > MOST_DEPTH || text.left() < ValueText.LEAST_ROOM) {
      text.cut();
      return count;
    }
    if (count > 0) {
      text.out().writeByte(',');
    }
    values.write(foreign.nameOf(marker));
    int written = count + 1;
    for (Marker reference : references(marker)) {
      written = write(reference, written, depth + 1);
    }
    return written;
  }

  /** Read before any of them is written: what is written is whole, whatever reading throws. */
  private List<Marker> references(Marker marker) {
    List<Marker> references = NONE;
    try {
      if (marker.hasReferences()) {
        references = new ArrayList<>();
        Iterator<Marker> each = marker.iterator();
        while (references.size() <= MOST_MARKERS && each.hasNext()) {
          references.add(each.next());
        }
      }
    } catch (Throwable e) {
      foreign.failed(); // The references so far remain.
    }
    return references;
  }
}
