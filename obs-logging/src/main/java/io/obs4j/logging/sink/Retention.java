package io.obs4j.logging.sink;

import java.time.Duration;
import java.util.Objects;

/**
 * Which rotated files are kept. Older ones are deleted first, as soon as one of the limits is
 * exceeded; they are looked at when the sink starts and after each rotation.
 *
 * @param files how many at the most, from 1
 * @param bytes how large they may be together, from 1
 * @param age how long ago the youngest line of one may be, a millisecond or more
 */
public record Retention(int files, long bytes, Duration age) {

  /** Keeps a hundred files of any size and age. */
  public static final Retention DEFAULT =
      new Retention(100, Long.MAX_VALUE, Duration.ofMillis(Long.MAX_VALUE));

  /**
   * Checks the values.
   *
   * @param files how many at the most, from 1
   * @param bytes how large they may be together, from 1
   * @param age how long ago the youngest line of one may be, a millisecond or more
   * @throws IllegalArgumentException if a value is out of range
   */
  public Retention {
    Objects.requireNonNull(age, "age");
    if (files < 1) {
      throw new IllegalArgumentException("files " + files + " must be at least 1");
    }
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes " + bytes + " must be at least 1");
    }
    if (age.toMillis() <= 0) {
      throw new IllegalArgumentException("age " + age + " must be at least a millisecond");
    }
  }

  /**
   * These limits with another number of files.
   *
   * @param most how many at the most, from 1
   * @return the limits
   */
  public Retention files(int most) {
    return new Retention(most, bytes, age);
  }

  /**
   * These limits with another total size.
   *
   * @param most how large the files may be together, from 1
   * @return the limits
   */
  public Retention bytes(long most) {
    return new Retention(files, most, age);
  }

  /**
   * These limits with another age.
   *
   * @param most how long ago the youngest line of a file may be, a millisecond or more
   * @return the limits
   */
  public Retention age(Duration most) {
    return new Retention(files, bytes, most);
  }
}
