package io.obs4j.executor;

import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.Observer;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The backlogs of all executors that live, observed as one. Those of executors that have ended are
 * forgotten in each walk and, as nobody may walk, whenever twice as many have been added as lived:
 * so there are never many more than live, and adding one costs the same however many there are.
 */
/*
 * Nobody takes a lock, as executors of somebody else are asked. Walks and additions go over the
 * queue side by side; what two remove at once is removed. The count is that of the last look and of
 * what was added since, without what walks have removed: so an addition looks too early at the most,
 * or too late by the few that were added during a look.
 */
final class Backlogs {

  private static final int FEW = 64;

  private final Queue<Backlog> backlogs = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile int most = FEW;

  Backlogs(Metrics metrics) {
    metrics
        .upDownCounter("executor.tasks.queued")
        .unit("{task}")
        .help("Tasks that wait for a thread.")
        .observed(TaskMetrics.EXECUTOR)
        .observe(this::tell);
  }

  void add(Backlog backlog) {
    if (count.get() >= most && looking.compareAndSet(false, true)) {
      int living = forgetEnded();
      most = Math.max(FEW, 2 * living);
      count.set(living);
      looking.set(false);
    }
    backlogs.add(backlog);
    count.incrementAndGet();
  }

  /** How many there are, of executors that have ended too. */
  int size() {
    return backlogs.size();
  }

  private int forgetEnded() {
    int living = 0;
    for (Iterator<Backlog> all = backlogs.iterator(); all.hasNext(); ) {
      if (all.next().hasEnded()) {
        all.remove();
      } else {
        living++;
      }
    }
    return living;
  }

  private void tell(Observer observer) {
    int unused = forgetEnded();
    for (Backlog backlog : backlogs) {
      backlog.tell(observer);
    }
  }
}
