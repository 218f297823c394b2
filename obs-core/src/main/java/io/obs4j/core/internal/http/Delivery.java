package io.obs4j.core.internal.http;

/**
 * What became of one request.
 *
 * @param fate whether it was taken in, and if not, whether it may be
 * @param rejected how many of its records the destination did not take in although it took the
 *     request in
 * @param reason why not all is well, an attribute of exported counts; empty if it is
 * @param status of the answer, zero if there was none
 * @param askedNanos how long the destination asks to wait, zero if it does not
 */
public record Delivery(Fate fate, int rejected, String reason, int status, long askedNanos) {

  /** Taken in, or not. */
  public enum Fate {
    /** It was taken in, perhaps without some records. */
    DELIVERED,
    /** It was refused, and would be again. */
    REFUSED,
    /** It did not arrive, or was not taken in, and may be later. */
    FAILED,
    /** The sender was closed meanwhile. */
    ABANDONED
  }

  static final String REJECTED = "rejected";
  static final String UNAVAILABLE = "unavailable";
  static final String UNREACHABLE = "unreachable";
  static final String ABANDONED = "abandoned";

  /** Whether the request will not be sent again. */
  boolean isFinal() {
    return fate == Fate.DELIVERED || fate == Fate.REFUSED;
  }

  static Delivery accepted(int rejected, int status) {
    return new Delivery(Fate.DELIVERED, rejected, rejected > 0 ? REJECTED : "", status, 0);
  }

  static Delivery refused(int status) {
    return new Delivery(Fate.REFUSED, 0, REJECTED, status, 0);
  }

  static Delivery unavailable(int status, long askedNanos) {
    return new Delivery(Fate.FAILED, 0, UNAVAILABLE, status, askedNanos);
  }

  static Delivery unreachable() {
    return new Delivery(Fate.FAILED, 0, UNREACHABLE, 0, 0);
  }

  static Delivery abandoned() {
    return new Delivery(Fate.ABANDONED, 0, ABANDONED, 0, 0);
  }
}
