package io.obs4j.benchmarks;

import java.io.IOException;
import java.util.Map;

/** What tells from outside that a JVM that has just started is at work; of one start. */
interface FirstSign {

  /** Tells the service what to do. */
  void instruct(Map<String, String> environment);

  /**
   * Waits for the sign.
   *
   * @return what the service tells
   * @throws IOException if it ends before
   */
  String await(Process service) throws IOException;

  /** What of it all sides have. */
  Samples samples(String told);
}
