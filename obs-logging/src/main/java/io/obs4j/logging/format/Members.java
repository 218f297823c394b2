package io.obs4j.logging.format;

import io.obs4j.logging.format.Key.Segment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an event brings with it, sorted into the objects of a format, no name twice. A tree in
 * arrays, used again for each event. Not safe for use by several threads at once.
 */
final class Members {

  /** What {@link #add} answers if there was no collision. */
  static final int ADDED = -1;

  /** Further members are left out. */
  static final int MOST = 1_024;

  /** The value of a node that has members itself. */
  private static final Object OBJECT = new Object();

  private static final int NONE = -1;

  /** For each object of the format the first and the last member. */
  private final int[] firstIn;

  private final int[] lastIn;

  /** A bit for the hash of each name: of one whose bit is off, there is none yet. */
  private long hashes;

  /** Members of the context, which are not in the tree. */
  private @Nullable ContextRun run;

  private int size;
  private Key[] keys = new Key[8];
  private Segment[] names = new Segment[8];
  private @Nullable Object[] values = new Object[8];
  private int[] next = new int[8];
  private int[] first = new int[8];
  private int[] last = new int[8];

  Members(int places) {
    firstIn = new int[places];
    lastIn = new int[places];
    Arrays.fill(firstIn, NONE);
  }

  /** Begins with members that are a run of bytes already. */
  void begin(@Nullable ContextRun first) {
    run = first;
  }

  /** What it has begun with, if it goes into an object of the format. */
  @Nullable ContextRun runOf(Place place) {
    return run != null && run.home() == place ? run : null;
  }

  void clear() {
    run = null;
    for (int node = 0; node < size; node++) {
      firstIn[keys[node].home.index] = NONE;
      values[node] = null;
    }
    hashes = 0;
    size = 0;
  }

  /** Whether a further one, with the objects that lead to it, may be refused. */
  boolean isFull(Key key) {
    return size + key.path.length > MOST - (run == null ? 0 : run.keys.length);
  }

  /**
   * Adds a member.
   *
   * @param replace whether it takes the place of one that it collides with
   * @return {@link #ADDED}, or else the index of the name in its path that is taken
   */
  int add(Key key, @Nullable Object value, boolean replace) {
    if (run != null && run.meets(key)) {
      return 0;
    }
    int collision = ADDED;
    int parent = NONE;
    for (int i = 0; i < key.path.length; i++) {
      boolean isLast = i + 1 == key.path.length;
      int node = find(key, parent, key.path[i]);
      if (node == NONE) {
        node = append(key, parent, key.path[i], isLast ? value : OBJECT);
      } else if (isLast || values[node] != OBJECT) {
        collision = i;
        if (!replace) {
          return collision;
        }
        values[node] = isLast ? value : OBJECT;
        keys[node] = key;
        first[node] = NONE;
      }
      parent = node;
    }
    return collision;
  }

  private int find(Key key, int parent, Segment name) {
    if ((hashes & name.bit()) == 0) {
      return NONE;
    }
    int node = parent == NONE ? firstIn[key.home.index] : first[parent];
    while (node != NONE && !names[node].isNamedAs(name)) {
      node = next[node];
    }
    return node;
  }

  private int append(Key key, int parent, Segment name, @Nullable Object value) {
    if (size == names.length) {
      grow();
    }
    int node = size++;
    hashes |= name.bit();
    keys[node] = key;
    names[node] = name;
    values[node] = value;
    next[node] = NONE;
    first[node] = NONE;
    int place = parent == NONE ? key.home.index : parent;
    int[] firsts = parent == NONE ? firstIn : first;
    int[] lasts = parent == NONE ? lastIn : last;
    if (firsts[place] == NONE) {
      firsts[place] = node;
    } else {
      next[lasts[place]] = node;
    }
    lasts[place] = node;
    return node;
  }

  private void grow() {
    int capacity = 2 * size;
    keys = Arrays.copyOf(keys, capacity);
    names = Arrays.copyOf(names, capacity);
    values = Arrays.copyOf(values, capacity);
    next = Arrays.copyOf(next, capacity);
    first = Arrays.copyOf(first, capacity);
    last = Arrays.copyOf(last, capacity);
  }

  /** Whether an object of the format, or one within it, has members. */
  boolean isIn(Place place) {
    if (run != null && place.holds(run.home())) {
      return true;
    }
    for (int node = 0; node < size; node++) {
      if (place.holds(keys[node].home)) {
        return true;
      }
    }
    return false;
  }

  /** The first member of an object of the format, negative if there is none. */
  int firstOf(Place place) {
    return firstIn[place.index];
  }

  /** The first member of a member that is an object. */
  int firstOf(int node) {
    return first[node];
  }

  /** The member after a member, negative if there is none. */
  int after(int node) {
    return next[node];
  }

  boolean isObject(int node) {
    return values[node] == OBJECT;
  }

  byte[] lead(int node) {
    return names[node].lead;
  }

  Key key(int node) {
    return keys[node];
  }

  @Nullable Object value(int node) {
    return values[node];
  }
}
