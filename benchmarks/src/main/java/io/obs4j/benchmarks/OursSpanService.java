package io.obs4j.benchmarks;

import io.obs4j.Obs;
import java.io.IOException;

/** The least service with a trace: records a span, says so, and goes on until its input ends. */
final class OursSpanService {

  private OursSpanService() {}

  /**
   * Starts it with what the environment says.
   *
   * @param arguments none
   * @throws IOException if its input breaks
   */
  public static void main(String[] arguments) throws IOException {
    try (Obs obs = Obs.fromEnvironment()) {
      FirstSpan.record(obs.tracer("benchmarks"));
      System.in.transferTo(System.out);
    }
  }
}
