package io.obs4j.health;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.HealthResult;
import io.obs4j.core.HealthResult.State;
import io.obs4j.metrics.Gauge;
import io.obs4j.metrics.StateSet;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A check that is made again and again, and what was found last. */
final class RepeatedCheck {

  /*
   * The timer starts an attempt on a thread of its own, and looks again after the timeout. Of the
   * attempt and the timer the first one decides what was found. The next attempt is scheduled when
   * the attempt has ended, so there is never more than one; one that does not listen to its
   * interrupt keeps its check down until it returns.
   */

  private static final String FAULT = "health.check";

  /** After what is not known yet. */
  private static final long SOON = TimeUnit.SECONDS.toNanos(1);

  private final HealthCheck check;
  private final Clock clock;
  private final Diagnostics diagnostics;
  private final Gauge up;
  private final StateSet states;
  private volatile HealthResult result;
  private volatile @Nullable Thread attempt;
  private volatile boolean stopped;

  /** What decides of an attempt: its own end, or its limit, which is set before it begins. */
  private static final class Attempt {
    final AtomicBoolean decided = new AtomicBoolean();
    @Nullable Future<?> limit;
  }

  RepeatedCheck(
      HealthCheck check, Clock clock, Diagnostics diagnostics, Gauge up, StateSet states) {
    this.check = check;
    this.clock = clock;
    this.diagnostics = diagnostics;
    this.up = up;
    this.states = states;
    result =
        new HealthResult(check.name(), check.isOfLiveness(), State.UNKNOWN, "not checked yet", 0);
    up.set(0);
    states.only("unknown");
  }

  String name() {
    return check.name();
  }

  HealthResult result() {
    return result;
  }

  void start(ScheduledExecutorService timer) {
    schedule(timer, 0);
  }

  void stop() {
    stopped = true;
    Thread running = attempt;
    if (running != null) {
      running.interrupt();
    }
  }

  private void schedule(ScheduledExecutorService timer, long nanos) {
    try {
      Future<?> unused = timer.schedule(() -> attempt(timer), nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // It is closed.
    }
  }

  private void attempt(ScheduledExecutorService timer) {
    Attempt next = new Attempt();
    Thread thread = HealthChecks.daemon(() -> ask(timer, next), "obs-health-" + check.name());
    attempt = thread;
    try {
      next.limit =
          timer.schedule(
              () -> giveUp(thread, next), check.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return; // It is closed.
    }
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      found(next, HealthAnswer.down("no thread for it"), e);
      schedule(timer, check.interval().toNanos());
    }
  }

  private void ask(ScheduledExecutorService timer, Attempt current) {
    long pause = check.interval().toNanos();
    try {
      HealthAnswer answer = check.call();
      found(current, answer, null);
      if (answer.state() == State.UNKNOWN) {
        pause = Math.min(pause, SOON);
      }
    } catch (Throwable e) {
      found(current, HealthAnswer.down(e.getClass().getName()), e);
    } finally {
      schedule(timer, pause);
    }
  }

  private void giveUp(Thread thread, Attempt current) {
    if (found(current, HealthAnswer.down("no answer within " + check.timeout()), null)) {
      thread.interrupt();
    }
  }

  /** Keeps what was found, unless the other one was first. */
  private boolean found(Attempt current, HealthAnswer answer, @Nullable Throwable cause) {
    if (stopped || !current.decided.compareAndSet(false, true)) {
      return false;
    }
    Future<?> limit = current.limit;
    if (limit != null) {
      limit.cancel(false); // It would wait, with all that it holds, until it is due.
    }
    String name = check.name();
    State state = answer.state();
    result =
        new HealthResult(name, check.isOfLiveness(), state, answer.detail(), clock.epochNanos());
    up.set(state == State.UP ? 1 : 0);
    states.only(state.name().toLowerCase(Locale.ROOT));
    if (state == State.UP) {
      diagnostics.recovered(FAULT, name, "The health check " + name + " is up again.");
    } else if (state == State.DOWN) {
      diagnostics.fault(
          FAULT, name, "The health check " + name + " is down: " + answer.message() + '.', cause);
    }
    return true;
  }
}
