package io.obs4j.export.otlp;

/**
 * What a destination has to say of a request that it took in.
 *
 * @param rejected how many records it did not take in, zero or more
 * @param message why, or a warning if it took in all; empty for none
 */
record PartialSuccess(long rejected, String message) {

  static final PartialSuccess NONE = new PartialSuccess(0, "");
}
