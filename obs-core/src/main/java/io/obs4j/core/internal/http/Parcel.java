package io.obs4j.core.internal.http;

/** A request that may have to wait to be sent again. Immutable but for its place in the buffer. */
final class Parcel {

  private final byte[] content;
  private final int records;
  private final Shipment shipment;
  private final int attempts;
  private final long notBefore;

  /** The place among those that wait, by age; zero before the first wait. Guarded by the buffer. */
  long place;

  /**
   * One that has not failed yet.
   *
   * @param content the body as it travels
   * @param records how many it carries
   * @param shipment told what became of them
   */
  Parcel(byte[] content, int records, Shipment shipment) {
    this(content, records, shipment, 0, Long.MIN_VALUE);
  }

  private Parcel(byte[] content, int records, Shipment shipment, int attempts, long notBefore) {
    this.content = content;
    this.records = records;
    this.shipment = shipment;
    this.attempts = attempts;
    this.notBefore = notBefore;
  }

  byte[] content() {
    return content;
  }

  int size() {
    return content.length;
  }

  int records() {
    return records;
  }

  /** How often it has failed while the destination was not known to be down. */
  int attempts() {
    return attempts;
  }

  /** How long until it may be sent again; zero or less if it may now. */
  long waitNanos(long now) {
    return attempts == 0 ? 0 : notBefore - now;
  }

  /** The same one, which has failed once more. */
  Parcel failed(long now, Retry retry) {
    int failures = attempts + 1;
    Parcel again =
        new Parcel(content, records, shipment, failures, now + retry.delayNanos(failures));
    again.place = place;
    return again;
  }

  /** It arrived, but for some records. */
  void deliver(int rejected, String reason) {
    shipment.settle(rejected, reason);
    shipment.settle(records - rejected, "");
  }

  /** It will not arrive. */
  void drop(String reason) {
    shipment.settle(records, reason);
  }
}
