package io.obs4j.logging.sink;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The hand-off of lines to the thread that writes them, and the wait for the disk. */
public class SinkStress {

  private SinkStress() {}

  /** A line is offered while the writer falls asleep. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It parks, and is woken.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It is woken, and has seen the line.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "It has seen the line.")
  @Outcome(expect = FORBIDDEN, desc = "It parks, and nobody wakes it.")
  @State
  public static class OfferAndSleep extends OneQueue {

    @Actor
    public void offer(II_Result result) {
      result.r1 = offer(1) == LineQueue.Offer.UNPARK ? 1 : 0;
    }

    @Actor
    public void sleep(II_Result result) {
      queue.sleepUntil(1);
      result.r2 = queue.offered() - queue.taken() < 1 ? 1 : 0;
    }
  }

  /** A line is offered while the writer ends. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both take the line out.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Who offered it takes it out.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The writer takes it out.")
  @Outcome(expect = FORBIDDEN, desc = "It stays behind.")
  @State
  public static class OfferAndEnd extends OneQueue {

    @Actor
    public void offer(II_Result result) {
      result.r1 = offer(1) == LineQueue.Offer.SWEEP ? 1 : 0;
    }

    @Actor
    public void end(II_Result result) {
      queue.end();
      result.r2 = queue.offered() == queue.taken() ? 0 : 1;
    }
  }

  /** Two lines meet where one has room; the slabs of both are given back. */
  @JCStressTest
  @Outcome(id = "(0|1), 1", expect = ACCEPTABLE, desc = "At most one got in, and all is free.")
  @Outcome(expect = FORBIDDEN, desc = "Both got in, or slabs are lost.")
  @State
  public static class TwoLongOffers extends OneQueue {

    @Actor
    public void first() {
      offer(3);
    }

    @Actor
    public void second() {
      offer(3);
    }

    @Arbiter
    public void drain(II_Result result) {
      LineBlock block = new LineBlock(64 * 1024, Integer.MAX_VALUE);
      queue.drainTo(block);
      result.r1 = block.lines();
      result.r2 = queue.heldBytes() == 0 && offer(4) != LineQueue.Offer.FULL ? 1 : 0;
    }
  }

  /** A line is offered in slabs that the writer gives back meanwhile. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It got in, in used slabs or new ones.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "There was no room yet.")
  @Outcome(expect = FORBIDDEN, desc = "A line was garbled or lost.")
  @State
  public static class OfferAndDrain extends OneQueue {

    private final LineBlock block = new LineBlock(64 * 1024, Integer.MAX_VALUE);
    private boolean gotIn;

    /** With a line that takes most slabs. */
    public OfferAndDrain() {
      offer(3);
    }

    @Actor
    public void offer() {
      gotIn = offer(2) != LineQueue.Offer.FULL;
    }

    @Actor
    public void drain() {
      queue.drainTo(block);
    }

    @Arbiter
    public void read(II_Result result) {
      queue.drainTo(block);
      LengthSink lengths = new LengthSink();
      block.writeTo(lengths);
      int expected = 3 * LineQueue.SLAB + (gotIn ? 2 * LineQueue.SLAB : 0);
      result.r1 = lengths.length == expected && lengths.intact ? 1 : 0;
      result.r2 = gotIn ? 1 : 0;
    }
  }

  /** Two write, and wait for the disk. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "What each has written was forced.")
  @Outcome(expect = FORBIDDEN, desc = "One came back too early.")
  @State
  public static class TwoCommits {

    private final AtomicInteger written = new AtomicInteger();
    private volatile int forced;
    private final GroupCommit commits = new GroupCommit(() -> forced = written.get());

    private int commit() {
      int own = written.incrementAndGet();
      commits.await(commits.join());
      return forced >= own ? 1 : 0;
    }

    @Actor
    public void first(II_Result result) {
      result.r1 = commit();
    }

    @Actor
    public void second(II_Result result) {
      result.r2 = commit();
    }
  }

  /** A queue of four slabs that is read. */
  public static class OneQueue {

    final LineQueue queue = new LineQueue(4);

    OneQueue() {
      queue.begin();
    }

    final LineQueue.Offer offer(int slabs) {
      byte[] line = new byte[slabs * LineQueue.SLAB];
      Arrays.fill(line, (byte) slabs);
      return queue.offer(line, 0, line.length, LogLevel.INFO, 0, false);
    }
  }

  private static final class LengthSink implements LogSink {
    private int length;
    private boolean intact;

    @Override
    public void start(Diagnostics diagnostics) {}

    @Override
    public void write(byte[] bytes, int offset, int count, LogLevel level) {
      length = count;
      intact = true;
      for (int i = 0; i < count; i++) {
        intact &= bytes[i] == (i < 3 * LineQueue.SLAB ? 3 : 2);
      }
    }

    @Override
    public boolean flush(Duration limit) {
      return true;
    }

    @Override
    public void close(Duration limit) {}
  }
}
