package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands lines to the sink behind a queue, in blocks. For one thread at a time. */
final class Delivery {

  /*
   * A sink of ours that has failed takes nothing for a moment. The block that it was offered is kept
   * and offered again; nothing else is taken out of the queue, so lines are lost only if it overflows,
   * or the sink fails for longer than a block is kept.
   *
   * A sink of somebody else's must not throw; what it does throw costs the block, and nobody's thread.
   */

  private static final int BLOCK = 64 * 1024;
  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final byte[] NOTHING = {};

  private final LogSink sink;
  private final @Nullable QueuedSink keeping;
  private final SinkTally tally;
  private final LineBlock block;
  private long since;

  Delivery(LogSink sink) {
    this.sink = sink;
    this.keeping = sink instanceof QueuedSink ours ? ours : null;
    this.tally = new SinkTally(sink.name(), keeping == null ? new UntoldDrops() : keeping.untold());
    this.block = new LineBlock(BLOCK, sink.takesBlocks() ? Integer.MAX_VALUE : 1);
  }

  /** What the queue tells and counts. */
  SinkTally tally() {
    return tally;
  }

  /** When a line is handed over, if the sink asks for that. By any thread. */
  long time() {
    return keeping == null ? 0 : keeping.time();
  }

  /** Whether there is a block that the sink has not taken all of. */
  boolean isPending() {
    return block.lines() > 0;
  }

  /** Takes the next block out of a queue; false if there is nothing. */
  boolean fill(LineQueue queue) {
    block.reset();
    queue.drainTo(block);
    since = System.nanoTime();
    return isPending();
  }

  /**
   * Writes the block.
   *
   * @param through whether it is tried although the sink has just failed
   * @param patient whether what is refused may be kept
   * @return false if the rest of the block is to be offered again
   */
  boolean deliver(boolean through, boolean patient) {
    try {
      if (keeping == null) {
        block.writeTo(sink);
      } else {
        block.offerTo(keeping, through);
        if (isPending()) {
          if (patient && System.nanoTime() - since < KEPT_NANOS) {
            return false;
          }
          giveUp(patient);
        }
      }
    } catch (Throwable e) {
      threw(e, block.lines());
    }
    block.reset();
    return true;
  }

  private void giveUp(boolean patient) {
    tally.dropped(LossReason.FAILED, block.lines());
    tally.failed(
        AsyncSink.FAULT,
        block.lines()
            + " lines that waited for "
            + tally.sink()
            + " are lost, and counted in obs.log.dropped: it "
            + (patient ? "has not taken them for a minute." : "does not take them at its close."),
        null);
  }

  /** Gives the block up, of which is told already. */
  void abandon() {
    tally.dropped(LossReason.ABANDONED, block.lines());
    block.reset();
  }

  /** Writes a line past the block; false if it is lost. */
  boolean write(Line line, boolean through) {
    try {
      if (keeping != null) {
        return keeping.put(line, through);
      }
      if (through) {
        return sink.writeThrough(line.bytes, line.offset, line.length, line.level);
      }
      sink.write(line.bytes, line.offset, line.length, line.level);
      return true;
    } catch (Throwable e) {
      threw(e, line.count());
      return false;
    }
  }

  /** Has the stream tell of drops, if that is due. */
  void tellDrops() {
    if (!tally.untold().isDue()) {
      return;
    }
    try {
      if (keeping == null) {
        tally.untold().tell(line -> sink.write(line, 0, line.length, LogLevel.WARN));
      } else {
        keeping.take(NOTHING, 0, 0, LogLevel.WARN, 0, false);
      }
    } catch (Throwable e) {
      threw(e, 1);
    }
  }

  void threw(Throwable e, int lines) {
    tally.dropped(LossReason.FAILED, lines);
    tally.failed(LineSink.FAULT, "The sink " + sink.name() + " threw. Mend it.", e);
  }
}
