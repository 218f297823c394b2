package io.obs4j.context;

import java.util.ArrayList;
import java.util.List;

/**
 * The scopes of one thread, the last one opened on top. Used by that thread alone; others end the
 * openings in it, which are dropped the next time that this thread looks.
 */
final class ThreadScopes {

  private static final int FEW = 16;

  private final List<Opening> stack = new ArrayList<>();
  private int sweepAt = FEW;

  void push(Opening opening) {
    if (stack.size() >= sweepAt) {
      stack.removeIf(Opening::isEnded);
      sweepAt = Math.max(FEW, 2 * stack.size());
    }
    stack.add(opening);
  }

  /** Takes a scope out, and with it all above it; tells which of those are open still. */
  List<Opening> pop(Opening opening) {
    int index = stack.lastIndexOf(opening);
    if (index < 0) {
      return List.of(); // It was late, and taken out with the one below it.
    }
    List<Opening> fromHere = stack.subList(index, stack.size());
    List<Opening> late = new ArrayList<>(fromHere);
    fromHere.clear();
    late.removeIf(Opening::isEnded);
    return late;
  }

  int depth() {
    return stack.size();
  }
}
