package io.obs4j.core.internal.http;

import org.jspecify.annotations.Nullable;

/**
 * A request that lies on disk. Immutable, but for the content, which nobody writes to.
 *
 * <p>Ordered as the requests came.
 */
final class SpillEntry implements Comparable<SpillEntry> {

  private static final byte[] NOT_TAKEN = {};

  private final SpillSegment segment;
  private final int offset;
  private final int length;
  private final byte[] content;
  private final int records;
  private final BodyFormat format;
  private final Trials trials;

  /**
   * One that waits.
   *
   * @param segment the file
   * @param offset where it begins
   * @param length of the body
   * @param records how many it carries
   * @param format how the body is written
   * @param trials how it has fared
   */
  SpillEntry(
      SpillSegment segment, int offset, int length, int records, BodyFormat format, Trials trials) {
    this(segment, offset, length, NOT_TAKEN, records, format, trials);
  }

  private SpillEntry(
      SpillSegment segment,
      int offset,
      int length,
      byte[] content,
      int records,
      BodyFormat format,
      Trials trials) {
    this.segment = segment;
    this.offset = offset;
    this.length = length;
    this.content = content;
    this.records = records;
    this.format = format;
    this.trials = trials;
  }

  /** The same one, without its content, once it has fared so. */
  SpillEntry bare(Trials later) {
    return new SpillEntry(segment, offset, length, records, format, later);
  }

  /** The same one, with its content. */
  SpillEntry with(byte[] body) {
    return new SpillEntry(segment, offset, length, body, records, format, trials);
  }

  SpillSegment segment() {
    return segment;
  }

  int offset() {
    return offset;
  }

  /** How long the content is, also where it is not here. */
  int length() {
    return length;
  }

  byte[] content() {
    return content;
  }

  int records() {
    return records;
  }

  BodyFormat format() {
    return format;
  }

  Trials trials() {
    return trials;
  }

  /** How long until it may be sent, or at least read; zero or less if it may now. */
  long waitNanos(long now, boolean any) {
    long pause = segment.pauseNanos(now);
    return any ? pause : Math.max(pause, trials.waitNanos(now));
  }

  @Override
  public int compareTo(SpillEntry other) {
    int bySegment = Long.compare(segment.number(), other.segment.number());
    return bySegment != 0 ? bySegment : Integer.compare(offset, other.offset);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SpillEntry entry && compareTo(entry) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(segment.number()) * 31 + offset;
  }
}
