package io.obs4j.logging.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How exceptions are written: whole as {@link Throwable#printStackTrace()} does, or shortened, root
 * cause first, with a hash. Immutable.
 *
 * <p>Whatever the limits, what is left out is told in its place.
 */
public final class StackTraces {

  /** How many frames of one throwable are written, unless said otherwise: {@value}. */
  public static final int DEFAULT_FRAMES = 1_024;

  /** How many throwables are written, unless said otherwise: {@value}. */
  public static final int DEFAULT_THROWABLES = 100;

  /** How many bytes are written in all, unless said otherwise: {@value}. */
  public static final int DEFAULT_BYTES = 64 << 10;

  private static final int MOST_FRAMES = 1 << 20;

  /** They are walked by recursion, so that more could exhaust the stack of a thread. */
  private static final int MOST_THROWABLES = 1_000;

  private static final int FEWEST_BYTES = 256;
  private static final int MOST_BYTES = 16 << 20;

  final boolean rootCauseFirst;
  final boolean hashed;
  final int frames;
  final int throwables;
  final int bytes;
  private final List<String> collapsed;
  private final List<String> kept;

  private StackTraces(Builder builder) {
    this.rootCauseFirst = builder.rootCauseFirst;
    this.hashed = builder.hashed;
    this.frames = builder.frames;
    this.throwables = builder.throwables;
    this.bytes = builder.bytes;
    this.collapsed = List.copyOf(builder.collapsed);
    this.kept = List.copyOf(builder.kept);
  }

  /**
   * The form of {@link Throwable#printStackTrace()}: every frame, the cause after what it caused,
   * frames in common elided. At most {@value #DEFAULT_THROWABLES} throwables and {@value
   * #DEFAULT_BYTES} bytes, without a hash.
   *
   * @return the default
   */
  public static StackTraces full() {
    return builder().build();
  }

  /**
   * A builder that starts from {@link #full()}.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What writes them in this form.
   *
   * @param masker of what exceptions say
   * @return safe for use by any thread
   */
  StackTraceWriter writer(Masker masker) {
    return new StackTraceWriter(this, masker);
  }

  /** Whether a frame in a class goes into a line that counts. */
  boolean collapses(String className) {
    return within(collapsed, className) || (!kept.isEmpty() && !within(kept, className));
  }

  private static boolean within(List<String> names, String className) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (className.startsWith(name) && endsAt(className, name.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsAt(String className, int index) {
    return index == className.length()
        || className.charAt(index) == '.'
        || className.charAt(index) == '$';
  }

  /** Collects the settings. Not safe for use by several threads at once. */
  public static final class Builder {

    private boolean rootCauseFirst;
    private boolean hashed;
    private int frames = DEFAULT_FRAMES;
    private int throwables = DEFAULT_THROWABLES;
    private int bytes = DEFAULT_BYTES;
    private final List<String> collapsed = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();

    private Builder() {}

    /**
     * Writes the root cause first, then what wrapped it. Frames are elided that were written with
     * the throwable before.
     *
     * @return this
     */
    public Builder rootCauseFirst() {
      rootCauseFirst = true;
      return this;
    }

    /**
     * Collapses frames in these packages into a line that tells how many they are. The frame that
     * threw is written all the same.
     *
     * @param packages such as {@code org.springframework}, with all below; or names of classes
     * @return this
     * @throws IllegalArgumentException if a name is blank or ends in a dot or star
     */
    public Builder collapse(String... packages) {
      addAll(collapsed, packages);
      return this;
    }

    /**
     * Collapses frames in all but these packages, as {@link #collapse} does.
     *
     * @param packages such as {@code com.acme}, with all below; or names of classes
     * @return this
     * @throws IllegalArgumentException if a name is blank or ends in a dot or star
     */
    public Builder keepOnly(String... packages) {
      addAll(kept, packages);
      return this;
    }

    /**
     * Adds a hash, as a field of its own, that is equal for the same error in all runs and on all
     * hosts: of the classes and methods, without line numbers, messages and generated classes.
     *
     * @return this
     */
    public Builder hash() {
      hashed = true;
      return this;
    }

    /**
     * Limits the frames of each throwable.
     *
     * @param most how many are written, from 1 to 1,048,576
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder frames(int most) {
      frames = inRange("frames", most, 1, MOST_FRAMES);
      return this;
    }

    /**
     * Limits the throwables: the one that was logged, its causes, and what they suppressed.
     *
     * @param most how many are written, from 1 to 1,000
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder throwables(int most) {
      throwables = inRange("throwables", most, 1, MOST_THROWABLES);
      return this;
    }

    /**
     * Limits what is written in all.
     *
     * @param most how many bytes of JSON, from 256 to 16 MiB
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder bytes(int most) {
      bytes = inRange("bytes", most, FEWEST_BYTES, MOST_BYTES);
      return this;
    }

    /**
     * The form with these settings.
     *
     * @return immutable
     */
    public StackTraces build() {
      return new StackTraces(this);
    }

    private static void addAll(List<String> names, @Nullable String... added) {
      for (String name : added) {
        if (name == null || name.isBlank() || name.endsWith(".") || name.endsWith("*")) {
          throw new IllegalArgumentException(
              "package '" + name + "' must be a whole name, such as com.acme; those below belong");
        }
        names.add(name);
      }
    }

    private static int inRange(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + " " + value + " must be from " + least + " to " + most);
      }
      return value;
    }
  }
}
