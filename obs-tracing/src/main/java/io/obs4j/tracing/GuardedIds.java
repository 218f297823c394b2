package io.obs4j.tracing;

import io.obs4j.core.Diagnostics;

/** Asks a generator that is foreign code: where it throws, a random id is used. */
final class GuardedIds implements IdGenerator {

  private final IdGenerator foreign;
  private final Diagnostics diagnostics;

  private GuardedIds(IdGenerator foreign, Diagnostics diagnostics) {
    this.foreign = foreign;
    this.diagnostics = diagnostics;
  }

  /** A generator that throws nothing: the same if it is ours. */
  static IdGenerator of(IdGenerator ids, Diagnostics diagnostics) {
    return ids == RandomIds.INSTANCE ? ids : new GuardedIds(ids, diagnostics);
  }

  @Override
  public long traceIdHigh() {
    try {
      return foreign.traceIdHigh();
    } catch (Throwable e) {
      report(e);
      return RandomIds.INSTANCE.traceIdHigh();
    }
  }

  @Override
  public long traceIdLow() {
    try {
      return foreign.traceIdLow();
    } catch (Throwable e) {
      report(e);
      return RandomIds.INSTANCE.traceIdLow();
    }
  }

  @Override
  public long spanId() {
    try {
      return foreign.spanId();
    } catch (Throwable e) {
      report(e);
      return RandomIds.INSTANCE.spanId();
    }
  }

  private void report(Throwable failure) {
    String name = foreign.getClass().getName();
    diagnostics.fault(
        Tracing.FAULT_OF_IDS,
        name,
        "The id generator "
            + name
            + " threw "
            + failure.getClass().getName()
            + "; a random id is used. Mend it.",
        failure);
  }
}
