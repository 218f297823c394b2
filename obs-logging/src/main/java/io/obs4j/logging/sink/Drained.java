package io.obs4j.logging.sink;

/** What became of a look at a queue. */
enum Drained {
  /** There was nothing to write. */
  NOTHING,
  /** A block was written, or lost. */
  SETTLED,
  /** The sink did not take all of a block, the rest of which is kept. */
  REFUSED
}
