package io.obs4j.core.internal.http;

import io.obs4j.core.SelfMetrics;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts what an exporter sends. Safe for use by any thread; throws nothing. */
public interface SendMeter {

  /** Counts nothing. */
  SendMeter NONE = new SendMeter() {};

  /**
   * Shows what an exporter keeps.
   *
   * @param memory how many bytes wait there to be sent again
   * @param disk how many bytes are there; null if there is none
   * @return ends it
   */
  default SelfMetrics.Observation observe(LongSupplier memory, @Nullable LongSupplier disk) {
    return () -> {};
  }

  /**
   * Records were handed to the exporter.
   *
   * @param records how many
   */
  default void begun(int records) {}

  /**
   * The fate of records is known.
   *
   * @param records how many
   * @param reason why they did not arrive, empty if they did
   */
  default void settled(int records, String reason) {}

  /**
   * Records wait on disk. When they are sent from there, they are handed to the exporter anew.
   *
   * @param records how many
   */
  default void kept(int records) {}

  /**
   * Something that was kept on disk is not there as it was written.
   *
   * @param bytes how much; the records in it are settled as far as it still tells them
   */
  default void unreadable(long bytes) {}

  /**
   * A request has ended.
   *
   * @param delivery what became of it
   * @param bytes of the body, as it travelled
   * @param nanos it took
   */
  default void requested(Delivery delivery, int bytes, long nanos) {}
}
