package io.obs4j.core;

import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Hands each record to all who subscribed, on the caller's thread: what a signal publishes to.
 *
 * <p>A subscriber that throws is reported, and the others get the record all the same. Safe for use
 * by any thread; publishing takes no lock and allocates nothing.
 *
 * @param <T> the kind of record
 */
public final class Broadcast<T> implements RecordSource<T> {

  /** The kind of fault when a subscriber throws. */
  public static final String FAULT = "subscriber";

  /** Identity keeps apart two subscriptions of one consumer. */
  private static final class Seat<T> {

    final Consumer<? super T> subscriber;

    Seat(Consumer<? super T> subscriber) {
      this.subscriber = subscriber;
    }
  }

  private final CopyOnWriteArrayList<Seat<T>> seats = new CopyOnWriteArrayList<>();
  private final Diagnostics diagnostics;

  /**
   * A broadcast that nobody listens to yet.
   *
   * @param diagnostics where subscribers that throw are reported
   */
  public Broadcast(Diagnostics diagnostics) {
    this.diagnostics = Objects.requireNonNull(diagnostics, "diagnostics");
  }

  @Override
  public Subscription subscribe(Consumer<? super T> subscriber) {
    Seat<T> seat = new Seat<>(Objects.requireNonNull(subscriber, "subscriber"));
    seats.add(seat);
    return () -> seats.remove(seat);
  }

  /**
   * Whether anybody listens, so that a record that is costly to make need not be made for nobody.
   *
   * @return true if a record that is published now reaches somebody
   */
  public boolean hasSubscribers() {
    return !seats.isEmpty();
  }

  /**
   * Hands a record to all subscribers, in the order in which they came. Never throws.
   *
   * @param record that is finished
   */
  public void publish(T record) {
    for (Seat<T> seat : seats) {
      try {
        seat.subscriber.accept(record);
      } catch (Throwable e) {
        diagnostics.fault(
            FAULT,
            seat.subscriber.getClass().getName(),
            "A subscriber of finished records threw "
                + e.getClass().getName()
                + "; mend it: the record is lost to it.",
            e);
      }
    }
  }
}
