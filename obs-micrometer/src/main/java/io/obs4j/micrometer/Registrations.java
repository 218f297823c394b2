package io.obs4j.micrometer;

import io.obs4j.metrics.Registration;

/** What a meter has registered with the engine, as one. */
final class Registrations {

  /** Nothing. */
  static final Registration NONE = () -> {};

  private Registrations() {}

  static Registration both(Registration first, Registration second) {
    return () -> {
      first.close();
      second.close();
    };
  }
}
