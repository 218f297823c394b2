package io.obs4j.logging.format;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Looks for all literals at once, in one pass over the bytes, without branching or allocating.
 * Immutable.
 *
 * @see <a href="https://doi.org/10.1145/135239.135243">Baeza-Yates, Gonnet: A New Approach to Text
 *     Searching</a>
 */
final class LiteralScan {

  /*
   * The Shift-And automaton. Each place of each literal has a bit; a bit of the state is on if the
   * bytes so far end in the literal up to that place. A byte moves all of them on by a place, begins
   * every literal anew, and clears those whose place does not take it. A pass carries 64 places.
   */

  private final List<Pass> passes = new ArrayList<>();

  private static final class Pass {

    final long[] takes = new long[256];
    final int[] patternOf = new int[Long.SIZE];
    long starts;
    long ends;
    int places;

    void add(Literal literal, int pattern) {
      starts |= 1L << places;
      for (BitSet place : literal.places()) {
        long bit = 1L << places;
        place.stream().forEach(b -> takes[b] |= bit);
        places++;
      }
      ends |= 1L << (places - 1);
      patternOf[places - 1] = pattern;
    }

    long find(byte[] bytes, int from, int to) {
      long state = 0;
      long found = 0;
      for (int i = from; i < to; i++) {
        state = ((state << 1) | starts) & takes[bytes[i] & 0xFF];
        found |= state;
      }
      long patterns = 0;
      for (long rest = found & ends; rest != 0; rest &= rest - 1) {
        patterns |= 1L << patternOf[Long.numberOfTrailingZeros(rest)];
      }
      return patterns;
    }
  }

  LiteralScan(List<SecretPattern> patterns) {
    for (int i = 0; i < patterns.size(); i++) {
      for (Literal literal : patterns.get(i).literals) {
        passWithRoom(literal.places().size()).add(literal, i);
      }
    }
  }

  private Pass passWithRoom(int places) {
    if (passes.isEmpty() || passes.get(passes.size() - 1).places + places > Long.SIZE) {
      passes.add(new Pass());
    }
    return passes.get(passes.size() - 1);
  }

  /** A bit for each pattern of which a literal occurs. */
  long find(byte[] bytes, int from, int to) {
    long found = 0;
    for (int i = 0; i < passes.size(); i++) {
      found |= passes.get(i).find(bytes, from, to);
    }
    return found;
  }
}
