package io.obs4j.core.internal.http;

import io.obs4j.core.internal.Uninterrupted;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends one batch after another, and what has failed before: a thread with an encoder and a sender
 * of its own.
 *
 * @param <T> the kind of record
 */
final class HttpLane<T> {

  /*
   * Whoever takes a free lane owns it until it has done its job, so there is never more than one job.
   * It is handed over under the monitor of this, which allocates nothing: without memory neither the
   * job nor the thread that waits for it is lost. The encoder and the sender are the thread's alone.
   *
   * close() raises the flag, then aborts the sender and interrupts the thread. A job that arrives while
   * the thread ends is settled by whichever of begin() and the thread finds it.
   */

  private static final String UNREADABLE = "unreadable";

  private static final byte[] NOTHING = {};

  /** Where lanes are when they have nothing to do, and what they share. */
  interface Depot<T> {

    HttpDestination destination();

    /** Where requests wait, and whether they may pass. */
    RetryQueue retries();

    void free(HttpLane<T> lane);

    /** Whether a batch waits for a lane. */
    boolean isWanted();

    /** Has lanes that are free look at what waits. */
    void wake();
  }

  /** A batch to send, or none if it is only to look for requests that wait. */
  record Job<T>(List<T> batch, @Nullable Shipment shipment) {}

  private final Depot<T> depot;
  private final BodyEncoder<T> encoder;
  private final HttpSender sender;
  private final BodyFormat format;
  private final Thread thread;
  private final Job<T> looking = new Job<>(List.of(), null);
  private @Nullable Job<T> next; // guarded by this
  private volatile boolean closed;

  HttpLane(String name, Depot<T> depot, BodyEncoder<T> encoder) {
    this.depot = depot;
    this.encoder = encoder;
    this.sender = new HttpSender(depot.destination());
    this.format = depot.destination().settings().format();
    this.thread = daemon(this::run, name);
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    thread.start();
  }

  /** Begins a job; for the owner of the lane. */
  void begin(Job<T> job) {
    synchronized (this) {
      next = job;
      notifyAll();
    }
    if (closed) {
      abandonNext();
    }
  }

  /** Has it look at what waits; for the owner of the lane. */
  void look() {
    begin(looking);
  }

  private synchronized Job<T> awaitNext() throws InterruptedException {
    Job<T> job = takeNext();
    for (; job == null; job = takeNext()) {
      wait();
    }
    return job;
  }

  private synchronized @Nullable Job<T> takeNext() {
    Job<T> job = next;
    next = null;
    return job;
  }

  private void run() {
    try {
      while (!closed) {
        runNext();
      }
    } finally {
      closed = true; // Whatever has ended it: what is begun later is settled.
      abandonNext();
      sender.close();
    }
  }

  private void runNext() {
    try {
      runSafely(awaitNext());
    } catch (InterruptedException e) {
      // Closed, or foreign code that is called here has interrupted its own thread.
    }
  }

  private void abandonNext() {
    Job<T> job = takeNext();
    if (job != null && job.shipment() != null) {
      job.shipment().abandon();
    }
  }

  /** Also when telling a fault fails, as without memory: that must not end the thread either. */
  private void runSafely(Job<T> job) {
    try {
      run(job);
    } catch (Throwable e) {
      // The lane is free, and its batch is released.
    }
  }

  /** Whoever waits for the batch finds the lane free, unless it has more to do. */
  private void run(Job<T> job) {
    Shipment shipment = job.shipment();
    try {
      if (shipment != null) {
        send(job.batch(), shipment);
      }
      if (depot.retries().isDue()) {
        if (shipment != null) {
          shipment.release();
        }
        sendAgain();
      }
    } catch (Throwable e) {
      // Also errors: a thread that ended here would take its place among the others with it.
      depot.destination().report().unreachable(e);
    } finally {
      leave(shipment);
    }
  }

  /** Each step is taken whatever has become of the one before. */
  private void leave(@Nullable Shipment shipment) {
    try {
      depot.free(this);
    } finally {
      try {
        depot.retries().arm();
      } finally {
        if (shipment != null) {
          shipment.release();
        }
      }
    }
  }

  private void send(List<T> batch, Shipment shipment) {
    int from = 0;
    try {
      while (from < batch.size() && !closed) {
        from = send(batch, from, shipment);
      }
      shipment.settle(batch.size() - from, Delivery.ABANDONED);
    } catch (Throwable e) {
      // Also errors: what cannot be encoded must not end the thread.
      shipment.fail(e);
    }
  }

  /** Sends one request; the index behind its last record. */
  private int send(List<T> batch, int from, Shipment shipment) throws IOException {
    int next = encoder.encode(batch, from, sender.begin());
    int unreadable = unreadable();
    int encoded = next - from - unreadable;
    shipment.settle(unreadable, UNREADABLE);
    if (encoded > 0) {
      sender.end();
      send(encoded, shipment);
    }
    return next;
  }

  private int unreadable() {
    List<Throwable> causes = encoder.leftOut();
    DestinationReport report = depot.destination().report();
    for (Throwable cause : causes) {
      report.unreadable("A record", cause);
    }
    if (causes.isEmpty()) {
      report.readable();
    }
    return causes.size();
  }

  private void send(int records, Shipment shipment) {
    RetryQueue retries = depot.retries();
    Circuit.Pass pass = retries.pass();
    if (pass == null) {
      retries.keep(new Parcel(sender.content(), format, records, shipment));
      return;
    }
    boolean concluded = false;
    try {
      Delivery delivery = sender.send(records, Long.MAX_VALUE);
      byte[] content = delivery.isFinal() ? NOTHING : sender.content();
      retries.conclude(pass, delivery, new Parcel(content, format, records, shipment));
      concluded = true;
    } finally {
      if (!concluded) {
        retries.unused(pass);
      }
    }
  }

  /** Sends what has failed before, as long as there is something that may be sent. */
  private void sendAgain() {
    RetryQueue retries = depot.retries();
    while (!closed) {
      Circuit.Pass pass = retries.pass();
      if (pass == null || !sendAgain(retries, pass)) {
        return;
      }
      if (pass == Circuit.Pass.PROBE) {
        depot.wake();
      }
      if (depot.isWanted()) {
        return; // What is old takes turns with what is new.
      }
    }
  }

  /** Whether there was a request, whose fate is now known, as is the use of the pass. */
  private boolean sendAgain(RetryQueue retries, Circuit.Pass pass) {
    boolean concluded = false;
    try {
      Parcel parcel = retries.take(pass);
      if (parcel == null) {
        return false;
      }
      retries.conclude(pass, sendAgain(parcel), parcel);
      concluded = true;
      return true;
    } finally {
      if (!concluded) {
        retries.unused(pass);
      }
    }
  }

  private Delivery sendAgain(Parcel parcel) {
    try {
      sender.load(parcel.content(), parcel.format());
      return sender.send(parcel.records(), Long.MAX_VALUE);
    } catch (Throwable e) {
      // Also errors: it waits for another time.
      depot.destination().report().unreachable(e);
      return Delivery.unreachable();
    }
  }

  /** Breaks off what is being sent; what comes later is encoded, and not sent. */
  void stop() {
    sender.abort();
  }

  /** Abandons what is being sent. */
  void close() {
    closed = true;
    sender.abort();
    thread.interrupt();
  }

  /** Waits for the thread to end, at most until a moment of {@link System#nanoTime()}. */
  void await(long deadline) {
    Uninterrupted.join(thread, deadline - System.nanoTime());
  }
}
