package io.obs4j.logging;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.sink.LogSink;

/** Tells of a sink that threw, which its contract forbids. */
final class SinkFault {

  private SinkFault() {}

  static void report(LogSink sink, String verb, Throwable failure, Diagnostics diagnostics) {
    String name = sink.getClass().getName();
    diagnostics.fault(
        Logging.FAULT_OF_SINK,
        name,
        "The sink "
            + name
            + " threw "
            + failure.getClass().getName()
            + " when asked to "
            + verb
            + "; what it held may be lost. Mend it.",
        failure);
  }
}
