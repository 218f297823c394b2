package io.obs4j.logging.sink;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SelfMetrics;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines through to a sink before the call returns, on the disk if that is a {@link
 * FileSink}; if that fails, to a second sink; and if that fails, too, says so: it counts the line,
 * shows it in the gauge {@code obs.log.audit.lost}, and throws if that was asked for.
 *
 * <p>Callers at the same time share one wait for the disk. A line whose first sink failed halfway
 * may be in both.
 */
public final class AuditSink implements LogSink {

  /** The kind of fault of audit lines that took the second way, or none. */
  static final String FAULT = "log.audit";

  private final LogSink primary;
  private final @Nullable LogSink secondary;
  private final boolean throwing;
  private final AtomicLong lost = new AtomicLong();
  private final SinkTally tally;
  private SelfMetrics.@Nullable Observation observed;

  private AuditSink(LogSink primary, @Nullable LogSink secondary, boolean throwing) {
    this.primary = Objects.requireNonNull(primary, "primary");
    this.secondary = secondary;
    this.throwing = throwing;
    this.tally = new SinkTally(primary.name());
  }

  /**
   * One sink without a second.
   *
   * @param primary usually a file
   * @return a new sink
   */
  public static AuditSink of(LogSink primary) {
    return new AuditSink(primary, null, false);
  }

  /**
   * Two sinks, the second for what the first does not take.
   *
   * @param primary usually a file
   * @param secondary a file on another disk, or a server
   * @return a new sink
   */
  public static AuditSink of(LogSink primary, LogSink secondary) {
    return new AuditSink(primary, Objects.requireNonNull(secondary, "secondary"), false);
  }

  /**
   * The same sinks, throwing for a line that none of them takes: the caller must not go on without
   * its audit. This is the one place where logging throws.
   *
   * @return a new sink, in place of this one
   */
  public AuditSink throwing() {
    return new AuditSink(primary, secondary, true);
  }

  @Override
  public String name() {
    return primary.name();
  }

  @Override
  public void announceDrops(DropNotice notice) {
    primary.announceDrops(notice);
    if (secondary != null) {
      secondary.announceDrops(notice);
    }
  }

  @Override
  public void start(Diagnostics diagnostics) {
    tally.start(diagnostics);
    observed =
        diagnostics
            .metrics()
            .observed(
                "obs.log.audit.lost",
                "{line}",
                "Audit lines that no sink took.",
                Attributes.empty())
            .observe(lost::get);
    primary.start(diagnostics);
    if (secondary != null) {
      secondary.start(diagnostics);
    }
  }

  /**
   * Takes in a line as {@link LogSink#write} does.
   *
   * @throws AuditLostException if no sink took it, and that is to throw
   */
  @Override
  public void write(byte[] bytes, int offset, int length, LogLevel level) {
    if (!writeThrough(bytes, offset, length, level) && throwing) {
      throw new AuditLostException(
          "No sink took an audit line: neither "
              + primary.name()
              + " nor "
              + (secondary == null ? "a second one, which there is not" : secondary.name())
              + ". Look at their disks; what this call was to do must not go on unseen.");
    }
  }

  @Override
  public boolean writeThrough(byte[] bytes, int offset, int length, LogLevel level) {
    if (taken(primary, bytes, offset, length, level)) {
      tally.worked(FAULT);
      return true;
    }
    if (secondary != null && taken(secondary, bytes, offset, length, level)) {
      tally.refused(
          FAULT,
          "Audit lines go to " + secondary.name() + ", as " + name() + " fails. Look at its disk.");
      return true;
    }
    lost.addAndGet(Lines.count(bytes, offset, offset + length));
    tally.failed(
        FAULT, "Audit lines are lost: neither " + name() + " nor a second sink takes them.", null);
    return false;
  }

  private static boolean taken(
      LogSink sink, byte[] bytes, int offset, int length, LogLevel level) {
    try {
      return sink.writeThrough(bytes, offset, length, level);
    } catch (RuntimeException | Error e) { // A sink of somebody else's.
      return false;
    }
  }

  /**
   * How many lines no sink took.
   *
   * @return since this sink was made
   */
  public long lost() {
    return lost.get();
  }

  @Override
  public boolean flush(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean first = primary.flush(limit);
    return (secondary == null || secondary.flush(rest(deadline))) && first;
  }

  @Override
  public void close(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    primary.close(limit);
    if (secondary != null) {
      secondary.close(rest(deadline));
    }
    SelfMetrics.Observation ended = observed;
    if (ended != null && lost.get() == 0) {
      ended.end(); // What was lost stays in sight.
    }
  }

  private static Duration rest(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }
}
