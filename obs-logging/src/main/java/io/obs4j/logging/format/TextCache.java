package io.obs4j.logging.format;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was made of texts that come again and again, such as the literals of a program. Bounded: a
 * text takes the place of another, whose hash is near. A text is kept from its second sight on, so
 * that those which differ each time do not push out the rest, and only if it is short.
 *
 * @param <V> immutable, and safe to publish by a data race: its fields are final
 */
final class TextCache<V> {

  /*
   * Entries are immutable and found by plain reads: final fields publish them safely, and a thread
   * that does not see an entry makes another one. Of threads that write to one place the last wins.
   * The hashes of sight are hints; a lost one delays an entry. Wait-free.
   *
   * A text may stand in any of four places, and be remembered in any of four. With one place each,
   * of three hundred texts among a thousand places a quarter would drive each other out.
   */

  private record Entry<V>(String text, V value) {}

  private static final int WAYS = 4;
  private static final int LONGEST = 1_024;

  private final @Nullable Entry<V>[] entries;
  private final int[] seen;
  private final Function<String, V> maker;

  /**
   * An empty cache.
   *
   * @param places a power of two, at least four
   * @param maker of what is kept
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  TextCache(int places, Function<String, V> maker) {
    this.entries = new Entry[places];
    this.seen = new int[places];
    this.maker = maker;
  }

  /** What was made of a text, now or before. */
  V get(String text) {
    int hash = text.hashCode();
    int set = (hash ^ (hash >>> 16)) * WAYS & (entries.length - 1);
    for (int way = 0; way < WAYS; way++) {
      Entry<V> entry = entries[set + way];
      if (entry != null && entry.text.equals(text)) {
        return entry.value;
      }
    }
    V made = maker.apply(text);
    if (!wasSeen(hash, set)) {
      System.arraycopy(seen, set, seen, set + 1, WAYS - 1);
      seen[set] = hash;
    } else if (text.length() <= LONGEST) {
      add(new Entry<>(text, made), set);
    }
    return made;
  }

  private boolean wasSeen(int hash, int set) {
    for (int way = 0; way < WAYS; way++) {
      if (seen[set + way] == hash) {
        return true;
      }
    }
    return false;
  }

  /** The one in the last place makes room, and its neighbours move on. */
  private void add(Entry<V> made, int set) {
    System.arraycopy(entries, set, entries, set + 1, WAYS - 1);
    entries[set] = made;
  }
}
