package io.obs4j.slf4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service whose first lines are logged where a stack ends, by whoever catches the error. */
@Timeout(120)
class EndOfStackTest {

  private static final int CALLS = 400;

  static final class Child {

    private static final Logger LOG = LoggerFactory.getLogger("child");
    private static int calls;

    private Child() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread deep = new Thread(null, Child::recur, "deep", 256 << 10);
      deep.start();
      deep.join();
      LOG.error("afterwards {}", calls, new IllegalStateException("of the test"));
    }

    @SuppressWarnings({"InfiniteRecursion", "EmptyCatch"})
    private static void recur() {
      try {
        recur();
      } catch (StackOverflowError e) {
        // What is looked at is what comes afterwards.
      }
      if (calls < CALLS) {
        calls++;
        try {
          LOG.error("near the end", new StackOverflowError());
        } catch (StackOverflowError e) {
          // There was no stack for it.
        }
      }
    }
  }

  @Test
  void log_afterCallsAtTheEndOfAStack_works() throws Exception {
    Process child =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Child.class.getName()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(child.getInputStream().readAllBytes(), UTF_8);

    assertThat(child.waitFor()).isZero();
    assertThat(out.lines())
        .last()
        .asString()
        .contains("\"afterwards " + CALLS + "\"", "java.lang.IllegalStateException: of the test");
  }
}
