package io.obs4j.logging.format;

import org.jspecify.annotations.Nullable;

/**
 * The hash by which the same error is known in all runs and on all hosts, 64 bits. The throwable
 * and its causes are taken in this order, each with its class, then its frames, without those in
 * common with the throwable before it. Left out are line numbers, messages, what was suppressed,
 * frames in generated classes and in those through which reflection and method handles call, which
 * differ from run to run; and a frame that repeats the one before, so that the depth of a recursion
 * does not count.
 *
 * <p>A class or {@code class.method} is hashed by FNV-1a over its characters. Each of these hashes
 * {@code x} is added by {@code h = (rotateLeft(h, 5) ^ x) * 0x9E3779B97F4A7C15}, beginning with
 * zero.
 *
 * @see <a href="http://www.isthe.com/chongo/tech/comp/fnv/">FNV hash</a>
 */
final class TraceHash {

  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  /** Generated accessors among them come and go with the number of calls. */
  private static final String[] CALLERS = {
    "java.lang.reflect.", "jdk.internal.reflect.", "sun.reflect.", "java.lang.invoke."
  };

  private TraceHash() {}

  /** What a class adds, under the name before its generated part. */
  static long ofClass(String name) {
    int generated = generatedPart(name);
    return fnv(FNV_OFFSET, name, generated < 0 ? name.length() : generated);
  }

  /** What a frame adds; zero if it is left out. */
  static long ofFrame(String className, String method) {
    if (generatedPart(className) >= 0 || calls(className)) {
      return 0;
    }
    long hash = (fnv(FNV_OFFSET, className, className.length()) ^ '.') * FNV_PRIME;
    return fnv(hash, method, withoutNumber(method));
  }

  static long add(long hash, long part) {
    return (Long.rotateLeft(hash, 5) ^ part) * GOLDEN_RATIO;
  }

  /** Adds the first frames of a throwable. */
  static long add(long hash, @Nullable StackTraceElement[] frames, int count, FrameCache cache) {
    long sum = hash;
    long before = 0;
    for (int i = 0; i < count; i++) {
      long frame = cache.of(frames[i]).hash;
      if (frame != 0 && frame != before) {
        sum = add(sum, frame);
        before = frame;
      }
    }
    return sum;
  }

  /** Where the part of a name begins that proxies, lambdas and hidden classes add; -1 for none. */
  private static int generatedPart(String className) {
    int doubled = className.indexOf("$$");
    if (doubled >= 0) {
      return doubled;
    }
    int hidden = className.indexOf('/');
    return hidden >= 0 ? hidden : className.indexOf("$Proxy");
  }

  private static boolean calls(String className) {
    for (String prefix : CALLERS) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** The length of a method's name without the number that a lambda has. */
  private static int withoutNumber(String method) {
    int end = method.length();
    if (method.startsWith("lambda$")) {
      while (method.charAt(end - 1) >= '0' && method.charAt(end - 1) <= '9') {
        end--;
      }
    }
    return end;
  }

  private static long fnv(long start, String text, int length) {
    long hash = start;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
