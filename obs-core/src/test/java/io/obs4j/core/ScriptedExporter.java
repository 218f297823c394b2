package io.obs4j.core;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An exporter of numbers that does as it is told. */
final class ScriptedExporter implements BatchExporter<Integer> {

  /** What becomes of a batch; may throw. */
  @FunctionalInterface
  interface Answer {
    CompletionStage<ExportResult> to(List<Integer> batch);
  }

  private final BlockingQueue<List<Integer>> batches = new LinkedBlockingQueue<>();
  private final Semaphore calls = new Semaphore(0);
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean interrupted;
  private volatile Answer answer;

  ScriptedExporter() {
    deliver();
  }

  /** From now on, all arrives. */
  void deliver() {
    answer(batch -> CompletableFuture.completedFuture(ExportResult.delivered()));
  }

  /** Whether a call that was held was interrupted. */
  boolean wasInterrupted() {
    return interrupted;
  }

  void answer(Answer newAnswer) {
    answer = newAnswer;
  }

  /** From now on, calls do not return. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  /** Waits for the beginning of a call that was not waited for before. */
  void awaitCall() {
    try {
      if (!calls.tryAcquire(30, TimeUnit.SECONDS)) {
        throw new AssertionError("no call");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The oldest batch that was not asked for before; waits for it. */
  List<Integer> nextBatch() {
    try {
      List<Integer> batch = batches.poll(30, TimeUnit.SECONDS);
      if (batch == null) {
        throw new AssertionError("no batch");
      }
      return batch;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public CompletionStage<ExportResult> export(List<Integer> batch) {
    batches.add(batch);
    calls.release();
    while (true) {
      try {
        gate.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // It does not give up, like code that knows no interrupts.
      }
    }
    interrupted |= Thread.interrupted();
    return answer.to(batch);
  }
}
