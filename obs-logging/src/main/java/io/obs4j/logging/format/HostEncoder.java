package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.StripedPool;
import java.util.function.Supplier;

/**
 * Encodes the events of a host, in flyweights and buffers that are used again. An event that cannot
 * be read becomes a line that says so. Safe for use by any thread, also from a {@code toString}
 * that it called itself; never throws.
 *
 * @param <E> the events of the host
 */
public final class HostEncoder<E> {

  private final StripedPool<Work<E>> pool;
  private final LineEncoder encoder;

  /** What one call needs. */
  private static final class Work<E> {

    final ByteSink line = LineBuffer.create();
    final HostEvent<E> event;

    Work(HostEvent<E> event) {
      this.event = event;
    }
  }

  /**
   * Takes a line for a destination.
   *
   * @param <D> where lines go
   */
  @FunctionalInterface
  public interface Taker<D> {

    /**
     * Takes a line.
     *
     * @param destination where it goes
     * @param bytes that begin with it; not to be read later
     * @param length how many of them it has, with its line feed
     */
    void take(D destination, byte[] bytes, int length);
  }

  /**
   * An encoder of a host's events.
   *
   * @param encoder does the work
   * @param events makes flyweights
   */
  public HostEncoder(LineEncoder encoder, Supplier<? extends HostEvent<E>> events) {
    this.encoder = encoder;
    this.pool = new StripedPool<>(() -> new Work<>(events.get()));
  }

  /**
   * Encodes an event.
   *
   * @param event read during the call only
   * @return one line with its line feed
   */
  public byte[] encode(E event) {
    Work<E> work = begin(event);
    byte[] line = work.line.toByteArray();
    end(work);
    return line;
  }

  /**
   * Encodes an event for a destination, without a copy.
   *
   * @param event read during the call only
   * @param destination where the line goes
   * @param taker takes it there; what it throws is thrown
   * @param <D> where lines go
   */
  public <D> void encode(E event, D destination, Taker<D> taker) {
    Work<E> work = begin(event);
    try {
      taker.take(destination, work.line.array(), work.line.size());
    } finally {
      end(work);
    }
  }

  private Work<E> begin(E event) {
    Work<E> work = pool.take();
    try {
      work.event.lay(event);
      encoder.encode(work.event, work.line);
    } catch (Throwable e) {
      // Foreign code, which may throw anything; the encoder itself throws nothing.
      work.line.reset();
      encoder.encodeUnreadable(e, work.line);
    } finally {
      work.event.clear();
    }
    return work;
  }

  private void end(Work<E> work) {
    if (LineBuffer.clear(work.line)) {
      pool.giveBack(work);
    }
  }

  /**
   * Whether the host is to find out where in the program an event was logged.
   *
   * @return true if the format has fields for it, and wants them
   */
  public boolean wantsCaller() {
    return encoder.wantsCaller();
  }
}
