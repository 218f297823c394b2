package io.obs4j.logging;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.sink.LogSink;

/** Tells of a sink that threw, which its contract forbids. */
final class SinkFault {

  private SinkFault() {}

  /** Foreign code may throw here, too. */
  @SuppressWarnings("ConstantValue")
  private static String name(LogSink sink) {
    try {
      String name = sink.name();
      return name == null ? sink.getClass().getName() : name;
    } catch (Throwable e) {
      return sink.getClass().getName();
    }
  }

  static void report(LogSink sink, String verb, Throwable failure, Diagnostics diagnostics) {
    String name = name(sink);
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
