package io.obs4j.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.obs4j.judges.SilentLogger;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** The hand-off from recording threads to the worker: no wake-up and no record is lost. */
public class BatcherStress {

  private BatcherStress() {}

  /** A record is offered while the worker falls asleep. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It parks, and is woken.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It is woken, and has seen the record.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "It has seen the record.")
  @Outcome(expect = FORBIDDEN, desc = "It parks, and nobody wakes it.")
  @State
  public static class OfferAndSleep {

    private final RecordQueue<Integer> queue = new RecordQueue<>(4, 4, 1);

    @Actor
    public void offer(II_Result result) {
      queue.offer(1, 1, 100);
      result.r1 = queue.afterOffer() == RecordQueue.Call.UNPARK ? 1 : 0;
    }

    @Actor
    public void sleep(II_Result result) {
      queue.sleepUntilFilled(1);
      result.r2 = queue.isFilled(1) ? 0 : 1;
    }
  }

  /** A heavy record fills the batch while the worker falls asleep. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It parks, and is woken.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It is woken, and has seen the record.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "It has seen the record.")
  @Outcome(expect = FORBIDDEN, desc = "It parks, and nobody wakes it.")
  @State
  public static class HeavyOfferAndSleep {

    private final RecordQueue<Integer> queue =
        new RecordQueue<>(4, 4 * RecordQueue.BATCHED_WEIGHT, 3);

    @Actor
    public void offer(II_Result result) {
      queue.offer(1, 3 * RecordQueue.BATCHED_WEIGHT, 100);
      result.r1 = queue.afterOffer() == RecordQueue.Call.UNPARK ? 1 : 0;
    }

    @Actor
    public void sleep(II_Result result) {
      queue.sleepUntilFilled(3);
      result.r2 = queue.isFilled(3) ? 0 : 1;
    }
  }

  /** Two heavy records meet where one has room; the places of both are given back. */
  @JCStressTest
  @Outcome(id = "(0|1), 1", expect = ACCEPTABLE, desc = "At most one got in, and all is free.")
  @Outcome(expect = FORBIDDEN, desc = "Both got in, or places are lost.")
  @State
  public static class TwoHeavyOffers {

    private final RecordQueue<Integer> queue = new RecordQueue<>(4, 4, 1);

    @Actor
    public void first() {
      queue.offer(1, 3, 100);
    }

    @Actor
    public void second() {
      queue.offer(2, 3, 100);
    }

    @Arbiter
    public void sweep(II_Result result) {
      result.r1 = queue.sweep();
      result.r2 = queue.offer(3, 4, 100) == null ? 1 : 0;
    }
  }

  /** A record is accepted while the batcher is closed without time. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Counted as dropped.")
  @Outcome(expect = FORBIDDEN, desc = "Neither delivered nor dropped, or counted twice.")
  @State
  public static class AcceptAndClose extends OneBatcher {

    @Actor
    public void accept() {
      batcher.accept(1);
    }

    @Actor
    public void close() {
      batcher.close(Duration.ZERO);
    }

    @Arbiter
    public void count(JJ_Result result) {
      tell(result);
    }
  }

  /** A record is accepted while the worker delivers what is there, and ends. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Delivered.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Counted as dropped.")
  @Outcome(expect = FORBIDDEN, desc = "Neither delivered nor dropped, or counted twice.")
  @State
  public static class AcceptAndFinish extends OneBatcher {

    @Actor
    public void accept() {
      batcher.accept(1);
    }

    @Actor
    public void finish() {
      batcher.worker().finish();
      batcher.worker().run();
    }

    @Arbiter
    public void count(JJ_Result result) {
      tell(result);
    }
  }

  /** A batch is delivered while the batcher is closed without time. */
  @JCStressTest
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Delivered before.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Closed in between.")
  @Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "Closed before.")
  @Outcome(expect = FORBIDDEN, desc = "A record is counted twice, or not at all.")
  @State
  public static class DeliverAndClose extends OneBatcher {

    /** With two records that wait. */
    public DeliverAndClose() {
      batcher.accept(1);
      batcher.accept(2);
    }

    @Actor
    public void deliver() {
      batcher.worker().exportBatch();
      batcher.worker().exportBatch();
    }

    @Actor
    public void close() {
      batcher.close(Duration.ZERO);
    }

    @Arbiter
    public void count(JJ_Result result) {
      tell(result);
    }
  }

  /** A batcher without a thread: the actors play its part. */
  public static class OneBatcher {

    private final Diagnostics diagnostics = Diagnostics.loggingTo(new SilentLogger());
    final Batcher<Integer> batcher =
        new Batcher<>(
            Signal.TRACES,
            "x",
            BatchSettings.builder().queueSize(4).batchSize(1).build(),
            batch -> CompletableFuture.completedFuture(ExportResult.delivered()),
            record -> 1,
            diagnostics);

    OneBatcher() {}

    final void tell(JJ_Result result) {
      Counts counts = new Counts();
      diagnostics.visit(counts);
      result.r1 = counts.exported;
      result.r2 = counts.dropped;
    }
  }

  private static final class Counts implements SelectiveMetricVisitor {
    private String family = "";
    private long exported;
    private long dropped;

    @Override
    public void family(MetricFamily next) {
      family = next.name();
    }

    @Override
    public void counter(Series series, NumberReading reading) {
      if (family.equals("obs.batch.exported")) {
        exported += reading.longValue();
      } else if (family.equals("obs.batch.dropped")) {
        dropped += reading.longValue();
      }
    }
  }
}
