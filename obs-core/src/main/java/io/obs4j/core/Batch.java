package io.obs4j.core;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records on their way to the destination. Written by the worker under the lock of the ledger. */
final class Batch<T> {

  /** The index of its first record. */
  final long from;

  int size;

  /** When its export has taken too long, once that has begun. */
  @Nullable Long deadline;

  private @Nullable List<T> records;

  Batch(long from, List<T> records) {
    this.from = from;
    this.records = records;
  }

  /** The records, once: whoever waits for the outcome must not keep them alive. */
  List<T> handOver() {
    List<T> handed = Objects.requireNonNull(records);
    records = null;
    return handed;
  }
}
