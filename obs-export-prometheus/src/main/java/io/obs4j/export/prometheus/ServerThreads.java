package io.obs4j.export.prometheus;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the daemon threads of an endpoint, all named {@code obs4j-prometheus-}. */
final class ServerThreads {

  static final String PREFIX = "obs4j-prometheus-";

  /*
   * The JDK's server makes two threads of its own, gives them general names, and inherits group and
   * daemon status from the thread that starts it. The group is how they are found, to be renamed. It
   * hangs under the root, which outlives every group that a container may tear down, and is one per
   * process, because Java 17 never forgets a group.
   */
  private static final ThreadGroup GROUP = new ThreadGroup(root(), "obs4j-prometheus");

  private ServerThreads() {}

  /** A factory of threads {@code obs4j-prometheus-role-1}, {@code -2} and so on. */
  static ThreadFactory named(String role) {
    return new Numbered(role);
  }

  private static final class Numbered implements ThreadFactory {

    private final AtomicInteger next = new AtomicInteger();
    private final String role;

    Numbered(String role) {
      this.role = role;
    }

    @Override
    public Thread newThread(Runnable task) {
      return daemon(task, role + "-" + next.incrementAndGet());
    }
  }

  /**
   * Runs a task that starts a server, and then calls {@link #rename()}, on a thread from which the
   * server's own threads inherit being daemons, and waits for it, also if interrupted meanwhile.
   *
   * @throws IOException if the task throws it or anything else
   */
  static <T> T inheriting(Callable<T> task) throws IOException {
    FutureTask<T> result = new FutureTask<>(task);
    Thread thread = new Thread(GROUP, result, PREFIX + "start");
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static Thread daemon(Runnable task, String role) {
    Thread thread = new Thread(task, PREFIX + role);
    thread.setDaemon(true);
    return thread;
  }

  /** Gives the threads of the servers names that tell whose they are. */
  static void rename() {
    Thread[] threads = new Thread[GROUP.activeCount() + 8];
    int count = GROUP.enumerate(threads, false);
    for (int i = 0; i < count; i++) {
      if (!threads[i].getName().startsWith(PREFIX)) {
        threads[i].setName(PREFIX + threads[i].getName());
      }
    }
  }

  private static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
