package io.obs4j.log4j2;

import java.util.List;
import org.apache.logging.log4j.Marker;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.BasicMarkerFactory;

/** Log4j's markers as those of SLF4J, which refer to others where Log4j's have parents. */
final class Log4jMarkers {

  private static final int DEEPEST = 10;

  /** One of our own: to ask SLF4J for its own would have it look for a provider. */
  private static final BasicMarkerFactory FACTORY = new BasicMarkerFactory();

  private Log4jMarkers() {}

  static List<org.slf4j.Marker> of(@Nullable Marker marker) {
    return marker == null ? List.of() : List.of(convert(marker, 0));
  }

  private static org.slf4j.Marker convert(Marker marker, int depth) {
    org.slf4j.Marker converted = FACTORY.getDetachedMarker(marker.getName());
    Marker[] parents = marker.getParents();
    if (parents != null && depth < DEEPEST) {
      for (Marker parent : parents) {
        converted.add(convert(parent, depth + 1));
      }
    }
    return converted;
  }
}
