package io.obs4j.logging.sink;

import io.obs4j.judges.Waiting;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TidyingTest {

  @Test
  void request_afterATaskThatThrewAnError_runsItAgain() {
    AtomicInteger runs = new AtomicInteger();
    Tidying tidying =
        new Tidying(
            () -> {
              if (runs.incrementAndGet() == 1) {
                throw new OutOfMemoryError("of the test");
              }
            });
    tidying.request();
    tidying.await(Duration.ofSeconds(30));
    tidying.request();

    Waiting.until("the second run", () -> runs.get() == 2);
  }
}
