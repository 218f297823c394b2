package io.obs4j.tracing;

/**
 * Makes the ids of traces and spans.
 *
 * <p>Called on the thread that starts a span, for every span: it waits for nobody. Where it throws,
 * a random id is used, and the fault counted as {@link Tracing#FAULT_OF_IDS}. The low 56 bits of a
 * trace id are random, as samplers decide by them. Safe for use by any thread.
 */
public interface IdGenerator {

  /**
   * The upper half of a new trace id.
   *
   * @return 64 bits
   */
  long traceIdHigh();

  /**
   * The lower half of a new trace id. All zero in both halves means no trace; another id is then
   * used instead.
   *
   * @return 64 bits, of which the low 56 are random
   */
  long traceIdLow();

  /**
   * A new span id. Zero means no span; another id is then used instead.
   *
   * @return 64 bits
   */
  long spanId();

  /**
   * Random ids: from the state of each thread, its number and a secret of 128 bits, which is drawn
   * when the process starts and again when it is restored from a checkpoint.
   *
   * @return the one generator of this process
   */
  static IdGenerator random() {
    return RandomIds.INSTANCE;
  }
}
