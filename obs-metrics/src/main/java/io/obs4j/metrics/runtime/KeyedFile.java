package io.obs4j.metrics.runtime;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of the kernel whose lines are a key and a number each, such as {@code /proc/meminfo}. Not
 * safe for use by several threads at once.
 */
final class KeyedFile {

  private final KernelFile file;
  private final String[] keys;
  private final long[] numbers;

  /** Of all keys only these are kept, spelled as in the file. */
  KeyedFile(Path path, String... keys) {
    file = new KernelFile(path);
    this.keys = keys;
    numbers = new long[keys.length];
  }

  /** Reads the file; whether that was possible. */
  boolean read() {
    Arrays.fill(numbers, KernelFile.UNKNOWN);
    if (!file.read()) {
      return false;
    }
    while (file.nextLine()) {
      for (int i = 0; i < keys.length; i++) {
        if (file.skip(keys[i])) {
          numbers[i] = file.number();
          break;
        }
      }
    }
    return true;
  }

  /** The number at a key, or {@link KernelFile#UNKNOWN}. */
  long number(String key) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return numbers[i];
      }
    }
    throw new IllegalArgumentException(key + " is not among " + Arrays.toString(keys));
  }

  /** The number at a key, which is in units of 1,024 bytes, in bytes. */
  long bytes(String key) {
    long kibibytes = number(key);
    return kibibytes > Long.MAX_VALUE / 1024 || kibibytes < 0
        ? KernelFile.UNKNOWN
        : kibibytes * 1024;
  }
}
