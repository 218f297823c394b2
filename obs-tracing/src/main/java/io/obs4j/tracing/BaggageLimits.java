package io.obs4j.tracing;

/**
 * Gathers baggage up to the limits of W3C Baggage, which hold for what comes in and what goes out,
 * in all formats: 180 members, 4,096 bytes each, 8,192 bytes with the commas between them. What is
 * more is left out. Not safe for use by several threads.
 *
 * @see <a href="https://www.w3.org/TR/baggage/#limits">W3C Baggage, section 3.3.2</a>
 */
final class BaggageLimits {

  private static final int MOST_MEMBERS = 180;
  private static final int LONGEST_MEMBER = 4_096;
  private static final int MOST_BYTES = 8_192;

  private int members;
  private int bytes;

  /** Whether no further member fits, however short. */
  boolean isReached() {
    return members == MOST_MEMBERS || bytes >= MOST_BYTES;
  }

  /** Whether a member of so many bytes fits; it then counts. */
  boolean admit(int length) {
    int sum = bytes + length + (members == 0 ? 0 : 1);
    if (members == MOST_MEMBERS || length > LONGEST_MEMBER || sum > MOST_BYTES) {
      return false;
    }
    members++;
    bytes = sum;
    return true;
  }
}
