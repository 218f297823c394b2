package io.obs4j.logging.sink;

import io.obs4j.judges.Waiting;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundTaskTest {

  @Test
  void request_afterATaskThatThrewAnError_runsItAgain() {
    AtomicInteger runs = new AtomicInteger();
    BackgroundTask task =
        new BackgroundTask(
            "task",
            () -> {
              if (runs.incrementAndGet() == 1) {
                throw new OutOfMemoryError("of the test");
              }
            });
    task.request();
    task.await(Duration.ofSeconds(30));
    task.request();

    Waiting.until("the second run", () -> runs.get() == 2);
  }
}
