package io.obs4j.core.internal.http;

import org.jspecify.annotations.Nullable;

/** A request that may have to wait to be sent again. Immutable but for its place in the buffer. */
final class Parcel {

  /** A moment that no clock tells: the time need not be looked at. */
  private static final long AT_ONCE = Long.MIN_VALUE;

  private final byte[] content;
  private final BodyFormat format;
  private final int records;
  private final Shipment shipment;
  private final int attempts;
  private final long notBefore;

  /** Where it lies on disk, if it came from there. */
  private final @Nullable SpillEntry origin;

  /** The place among those that wait, by age; zero before the first wait. Guarded by the buffer. */
  long place;

  /**
   * One that has not failed yet.
   *
   * @param content the body as it travels
   * @param format how it is written
   * @param records how many it carries
   * @param shipment told what became of them
   */
  Parcel(byte[] content, BodyFormat format, int records, Shipment shipment) {
    this(content, format, records, shipment, 0, AT_ONCE, null);
  }

  /**
   * One that was on disk.
   *
   * @param entry stays there until it has found its fate
   * @param shipment told what became of it
   */
  Parcel(SpillEntry entry, Shipment shipment) {
    this(
        entry.content(),
        entry.format(),
        entry.records(),
        shipment,
        entry.attempts(),
        AT_ONCE,
        entry);
  }

  private Parcel(
      byte[] content,
      BodyFormat format,
      int records,
      Shipment shipment,
      int attempts,
      long notBefore,
      @Nullable SpillEntry origin) {
    this.content = content;
    this.format = format;
    this.records = records;
    this.shipment = shipment;
    this.attempts = attempts;
    this.notBefore = notBefore;
    this.origin = origin;
  }

  byte[] content() {
    return content;
  }

  BodyFormat format() {
    return format;
  }

  @Nullable SpillEntry origin() {
    return origin;
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
    return notBefore == AT_ONCE ? 0 : notBefore - now;
  }

  /** The same one, which has failed once more. */
  Parcel failed(long now, Retry retry) {
    int failures = attempts + 1;
    return again(failures, now + retry.delayNanos(failures));
  }

  /** The same one, which may be sent at once. */
  Parcel hurried() {
    return again(attempts, AT_ONCE);
  }

  private Parcel again(int failures, long earliest) {
    Parcel again = new Parcel(content, format, records, shipment, failures, earliest, origin);
    again.place = place;
    return again;
  }

  /** It arrived, but for some records. */
  void deliver(int rejected, String reason) {
    shipment.settle(rejected, reason);
    shipment.settle(records - rejected, "");
  }

  /** It stays on disk, whence it is sent later. */
  void keep() {
    shipment.keep(records);
  }

  /** It will not arrive. */
  void drop(String reason) {
    shipment.settle(records, reason);
  }
}
