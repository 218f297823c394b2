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
  private final int attempts;

  /**
   * One that is taken.
   *
   * @param segment the file
   * @param offset where it begins
   * @param content the body
   * @param records how many it carries
   * @param format how the body is written
   */
  SpillEntry(SpillSegment segment, int offset, byte[] content, int records, BodyFormat format) {
    this(segment, offset, content.length, content, records, format, 0);
  }

  private SpillEntry(
      SpillSegment segment,
      int offset,
      int length,
      byte[] content,
      int records,
      BodyFormat format,
      int attempts) {
    this.segment = segment;
    this.offset = offset;
    this.length = length;
    this.content = content;
    this.records = records;
    this.format = format;
    this.attempts = attempts;
  }

  /** The same one, without its content, once it has failed so often. */
  SpillEntry bare(int failures) {
    return new SpillEntry(segment, offset, length, NOT_TAKEN, records, format, failures);
  }

  /** The same one, with its content. */
  SpillEntry with(byte[] body) {
    return new SpillEntry(segment, offset, length, body, records, format, attempts);
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

  int attempts() {
    return attempts;
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
