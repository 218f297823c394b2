package io.obs4j.core.internal.http;

import org.jspecify.annotations.Nullable;

/** A request that may have to wait to be sent again. Immutable but for its place in the buffer. */
final class Parcel {

  private final byte[] content;
  private final BodyFormat format;
  private final int records;
  private final Shipment shipment;
  private final Trials trials;

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
    this(content, format, records, shipment, Trials.NONE, null);
  }

  /**
   * One that was on disk.
   *
   * @param entry stays there until it has found its fate
   * @param shipment told what became of it
   */
  Parcel(SpillEntry entry, Shipment shipment) {
    this(entry.content(), entry.format(), entry.records(), shipment, entry.trials(), entry);
  }

  private Parcel(
      byte[] content,
      BodyFormat format,
      int records,
      Shipment shipment,
      Trials trials,
      @Nullable SpillEntry origin) {
    this.content = content;
    this.format = format;
    this.records = records;
    this.shipment = shipment;
    this.trials = trials;
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

  /** Whether it has just come from disk, and has not waited in memory since. */
  boolean isReplayed() {
    return origin != null && place == 0;
  }

  int size() {
    return content.length;
  }

  int records() {
    return records;
  }

  /** How it has fared. */
  Trials trials() {
    return trials;
  }

  /** The same one, once it has fared so. */
  Parcel with(Trials later) {
    Parcel again = new Parcel(content, format, records, shipment, later, origin);
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
