package io.obs4j.metrics.runtime;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many platform threads there are, by state and by whether they are daemons. */
final class ThreadStates {

  /*
   * ThreadMXBean would build a ThreadInfo for each thread, and look each up by its id. The threads
   * themselves are cheaper: they are listed into an array that is kept, and state and daemon flag
   * are fields of theirs. No stack is walked and no thread is stopped.
   */
  private final ThreadGroup all = root();
  private final Map<Thread.State, Count> counts = new EnumMap<>(Thread.State.class);
  private @Nullable Thread[] threads = new Thread[64];

  private static final class Count {
    int daemons;
    int others;
  }

  ThreadStates() {
    for (Thread.State state : Thread.State.values()) {
      // Threads that have not started are not listed, and those that just ended are of no interest.
      if (state != Thread.State.NEW && state != Thread.State.TERMINATED) {
        counts.put(state, new Count());
      }
    }
  }

  /** Shows each combination, also while there is no such thread. */
  synchronized void add(Values values) {
    int listed = list();
    for (int i = 0; i < listed; i++) {
      Thread thread = threads[i];
      if (thread != null) {
        count(thread);
      }
    }
    Arrays.fill(threads, 0, listed, null); // or the array would keep ended threads alive
    counts.forEach(
        (state, count) -> {
          String name = state.name().toLowerCase(Locale.ROOT);
          values.add((long) count.daemons, "true", name);
          values.add((long) count.others, "false", name);
          count.daemons = 0;
          count.others = 0;
        });
  }

  private void count(Thread thread) {
    Count count = counts.get(thread.getState());
    if (count != null) {
      if (thread.isDaemon()) {
        count.daemons++;
      } else {
        count.others++;
      }
    }
  }

  private int list() {
    int listed = all.enumerate(threads);
    while (listed == threads.length) {
      threads = new Thread[2 * listed]; // a full array may have left some out
      listed = all.enumerate(threads);
    }
    return listed;
  }

  private static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    for (ThreadGroup parent = group; parent != null; parent = parent.getParent()) {
      group = parent;
    }
    return group;
  }
}
