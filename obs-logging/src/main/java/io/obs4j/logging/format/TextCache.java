package io.obs4j.logging.format;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was made of texts that come again and again, such as the literals of a program. Bounded: a
 * text takes the place of another whose hash it shares. A text is kept from its second sight on, so
 * that those which differ each time do not push out the rest, and only if it is short.
 *
 * @param <V> immutable, and safe to publish by a data race: its fields are final
 */
final class TextCache<V> {

  /*
   * Entries are immutable and found by plain reads: final fields publish them safely, and a thread
   * that does not see an entry makes another one. Of threads that write to one place the last wins.
   * The hashes of sight are hints; a lost one delays an entry. Wait-free.
   */

  private record Entry<V>(String text, V value) {}

  private static final int LONGEST = 1_024;

  private final @Nullable Entry<V>[] entries;
  private final int[] seen;
  private final Function<String, V> maker;

  /**
   * An empty cache.
   *
   * @param places a power of two
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
    int place = (hash ^ (hash >>> 16)) & (entries.length - 1);
    Entry<V> entry = entries[place];
    if (entry != null && entry.text.equals(text)) {
      return entry.value;
    }
    V made = maker.apply(text);
    if (seen[place] != hash) {
      seen[place] = hash;
    } else if (text.length() <= LONGEST) {
      entries[place] = new Entry<>(text, made);
    }
    return made;
  }
}
