package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static io.obs4j.logging.sink.Written.startThreads;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What flushes tell that wait at the same time, and those that come later. */
@Timeout(120)
class FlushTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final Observer observer = new Observer();
  private final GatedSink target = new GatedSink();
  private final List<Boolean> answers = new CopyOnWriteArrayList<>();
  private final LogSink sink = observer.started(AsyncSink.of(target));

  @AfterEach
  void close() {
    target.throwing = false;
    target.release();
    target.flushes.release(2);
    sink.close(LONG);
  }

  /** Both wait for the line, and then end one after the other. */
  private void flushTwiceWhileALineIsHeld(Runnable meanwhile) throws InterruptedException {
    target.holdBehind(sink);
    target.flushes.drainPermits();
    List<Thread> flushing = startThreads(2, id -> answers.add(sink.flush(LONG)));
    until(
        "both to wait",
        () -> flushing.stream().allMatch(each -> each.getState() == Thread.State.TIMED_WAITING));
    meanwhile.run();
    target.release();
    target.flushes.release();
    until("one to end", () -> answers.size() == 1);
    target.flushes.release();
    Written.joinAll(flushing);
    target.flushes.release(); // For the next.
  }

  @Test
  void flush_byTwoWhoWaitForALineThatIsLost_isFalseForBothAndTrueAfterwards() throws Exception {
    flushTwiceWhileALineIsHeld(() -> target.throwing = true);
    target.throwing = false;

    assertThat(answers).containsExactly(false, false);
    assertThat(sink.flush(LONG)).isTrue();
  }

  @Test
  void flush_byTwoWhoWaitForALineThatIsWritten_isTrueForBoth() throws Exception {
    flushTwiceWhileALineIsHeld(() -> {});

    assertThat(answers).containsExactly(true, true);
  }

  @Test
  void flush_ofASinkThatHasLostBehindTheQueue_isFalseOnce() {
    target.lost = 1;

    assertThat(sink.flush(LONG)).isFalse();
    assertThat(sink.flush(LONG)).isTrue();
  }
}
