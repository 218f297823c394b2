package io.obs4j.benchmarks;

import io.obs4j.Obs;
import java.io.IOException;

/** The least service: counts one request, and is scraped until its input ends. */
final class OursService {

  private OursService() {}

  /**
   * Starts it with what the environment says.
   *
   * @param arguments none
   * @throws IOException if its input breaks
   */
  public static void main(String[] arguments) throws IOException {
    try (Obs obs = Obs.fromEnvironment()) {
      obs.metrics()
          .counter("requests")
          .labels("method", "route", "status")
          .of("GET", "/api/users", "200")
          .increment();
      System.in.transferTo(System.out);
    }
  }
}
