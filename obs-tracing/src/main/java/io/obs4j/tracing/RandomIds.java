package io.obs4j.tracing;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;

/** Random ids, with a secret of the process in each. */
final class RandomIds implements IdGenerator {

  /*
   * The JDK's generator of each thread is fast and asks nobody, but has only 64 bits of state on one
   * cycle that all threads of all processes share: sooner or later two of them meet and make the
   * same ids from there on. So the number of the thread tells apart those of one process, and a
   * secret of 128 bits those of different ones: what an id is made of does not repeat within a
   * process, and agrees by chance alone between two.
   *
   * The secret is replaced as a whole by a volatile store, and read once for each id.
   */

  static final RandomIds INSTANCE = shared();

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private record Secret(long first, long second) {}

  private final SecureRandom seed;
  private volatile Secret secret;

  RandomIds(SecureRandom seed) {
    this.seed = seed;
    secret = draw();
  }

  private static RandomIds shared() {
    RandomIds ids = new RandomIds(new SecureRandom());
    try {
      RestoreListener.register(ids);
    } catch (LinkageError e) {
      // No org.crac: nobody takes checkpoints of this process.
    }
    return ids;
  }

  private Secret draw() {
    return new Secret(seed.nextLong(), seed.nextLong());
  }

  /** Draws another secret: a copy of this process may have gone on with the old one. */
  void reseed() {
    secret = draw();
  }

  @Override
  public long traceIdHigh() {
    return next(secret.first);
  }

  @Override
  public long traceIdLow() {
    return next(secret.second);
  }

  @Override
  public long spanId() {
    Secret both = secret;
    long id;
    do {
      id = next(both.first ^ both.second);
    } while (id == 0);
    return id;
  }

  private static long next(long key) {
    long thread = Thread.currentThread().getId() * GOLDEN_RATIO;
    return mix(ThreadLocalRandom.current().nextLong() + key ^ thread);
  }

  /** Stafford, "Better Bit Mixing", variant 13: each bit of the result depends on all bits. */
  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
