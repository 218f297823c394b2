package io.obs4j.logging.format;

/**
 * What becomes of a key of an event (from its context, baggage or key-values, in this order) that
 * its object has already. The fields of the format itself always stay: nothing that is logged
 * replaces them. Collisions are counted in {@code obs.log.key.collisions}.
 */
public enum KeyCollision {
  /** The later key gets a number: {@code user_1}. Nothing is lost. */
  RENAME,
  /** The later value replaces the earlier one. */
  LAST_WINS,
  /** The earlier value stays, the later one is left out. */
  DROP
}
