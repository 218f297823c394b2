package io.obs4j.logging.sink;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Has one wait for the disk serve all who have written before it began. */
final class GroupCommit {

  /*
   * Who has written joins the group that is open then. Whoever gets the lock first closes that group
   * by opening the next, and only then forces the file: a member wrote before it joined, and joined
   * before the group was closed, so its bytes are among those that are forced. The others find their
   * group done when they get the lock. While the disk is waited for, the next group gathers.
   *
   * After a failed force the system may take the lost pages for written, so a later success says
   * nothing of them. Who sees the number of failures grow between before its write and after its wait
   * takes its own for lost: perhaps wrongly, never the other way round.
   */

  /** What is done to the file. */
  interface Step {
    void run() throws IOException;
  }

  /** Those who wait for one force. */
  static final class Group {
    /** Guarded by the lock. */
    private boolean done;

    private Group() {}
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong failures = new AtomicLong();
  private final Step force;

  // Written under the lock.
  private volatile Group open = new Group();
  private volatile @Nullable Throwable lastFailure;

  GroupCommit(Step force) {
    this.force = force;
  }

  /** How often forcing has failed. */
  long failures() {
    return failures.get();
  }

  /** Why it failed last. */
  @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  /** The group of what has been written. */
  Group join() {
    return open;
  }

  /** Waits until a group has been forced, or that has failed. */
  void await(Group group) {
    lock.lock();
    try {
      if (!group.done) {
        commit();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Commits what is open, then runs a step that must not meet a force. */
  void exclusively(Step step) throws IOException {
    lock.lock();
    try {
      commit();
      step.run();
    } finally {
      lock.unlock();
    }
  }

  private void commit() {
    Group group = open;
    open = new Group();
    try {
      force.run();
    } catch (Exception | Error e) {
      lastFailure = e;
      failures.incrementAndGet();
    }
    group.done = true;
  }
}
