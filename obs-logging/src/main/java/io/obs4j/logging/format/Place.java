package io.obs4j.logging.format;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a format: what keys of events meet there. Not changed once the layout is made. */
final class Place {

  /** The name of a field in an object: taken if the event has what it needs. */
  record Leaf(int needs) {}

  final int index;
  final @Nullable Place parent;

  /** By name, a {@link Leaf} or a {@link Place}. */
  private final Map<String, Object> children = new LinkedHashMap<>();

  /** Whether there is always something in it. */
  boolean always;

  /** Any of these bits puts something into it. */
  int any;

  /** What comes before the names of what was cut if they are put here; null if they never are. */
  byte @Nullable [] cutLead;

  /** How many objects that opens. */
  int cutDepth;

  Place(int index, @Nullable Place parent) {
    this.index = index;
    this.parent = parent;
  }

  /** The leaf or place of a name, or null. */
  @Nullable Object child(String name) {
    return children.get(name);
  }

  void put(String name, Object child) {
    children.put(name, child);
  }

  /** Notes that it has something, if the event has what that needs. */
  void holds(int needs) {
    for (Place place = this; place != null; place = place.parent) {
      place.always |= needs == 0;
      place.any |= needs;
    }
  }

  /** Whether an object is this one, or within it. */
  boolean holds(Place inner) {
    for (@Nullable Place place = inner; place != null; place = place.parent) {
      if (place == this) {
        return true;
      }
    }
    return false;
  }

  boolean isPresent(int present) {
    return always || (any & present) != 0;
  }
}
