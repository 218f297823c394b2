package io.obs4j.metrics;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.NamePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes to metrics by the pattern of their names, for those who run a service but do not write
 * it. Rules are applied when a metric is declared and cost nothing when it records. Immutable.
 *
 * <p>In a pattern, {@code *} stands for any characters, also none and also dots. All rules whose
 * pattern matches the name in the code are applied, one after another; of several that set the same
 * thing, the last one counts. As text there is one rule a line, its words separated by blanks:
 *
 * <pre>
 * # comments and empty lines are skipped
 * deny     jvm.buffer.*
 * rename   old.*               new.*
 * drop     http.*              user.id session
 * buckets  *.duration          0.01 0.1 1 10
 * buckets  *.size              exponential 160
 * limit    orders.*            500
 * </pre>
 */
public final class Rules {

  /** The kind under which {@link Diagnostics} count what is wrong with rules. */
  static final String FAULT = "metrics.rules";

  private static final Rules NONE = builder().build();

  private final List<Rule> rules;

  private Rules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** What a rule makes of a declaration that its pattern matches; null for nothing at all. */
  private interface Change {
    @Nullable Declaration of(Declaration declared, List<String> matched);
  }

  private record Rule(NamePattern pattern, Change change) {}

  /**
   * Rules that change nothing.
   *
   * @return the one instance
   */
  public static Rules none() {
    return NONE;
  }

  /**
   * Rules by their methods.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Rules from text.
   *
   * @param text as described above
   * @return the rules
   * @throws IllegalArgumentException if a line is malformed; the message has its number
   */
  public static Rules parse(String text) {
    return new RuleText(text).parse();
  }

  /**
   * Rules from a file.
   *
   * @param file in UTF-8, as described above
   * @return the rules
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a line is malformed; the message has its number
   */
  public static Rules read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /**
   * Rules from a file that the environment names: what is wrong with it is counted, told, and left
   * out.
   *
   * @param file in UTF-8, as described above
   * @param diagnostics where an unreadable file or a malformed line is told
   * @return the rules of all lines that are well-formed
   */
  public static Rules readLeniently(Path file, Diagnostics diagnostics) {
    try {
      return new RuleText(Files.readString(file))
          .parse(
              fault ->
                  diagnostics.fault(
                      FAULT, fault, "Rules of " + file + ": " + fault + ". The line is skipped."));
    } catch (IOException e) {
      diagnostics.fault(
          FAULT,
          file.toString(),
          "Rules of "
              + file
              + " cannot be read ("
              + e
              + "); none of them is applied. Correct the path, or make the file readable.");
      return none();
    }
  }

  /**
   * These rules and others, as if they were written below each other in one file.
   *
   * @param later applied after these: of rules of both that set the same thing, its own count
   * @return the rules of both
   */
  public Rules and(Rules later) {
    List<Rule> both = new ArrayList<>(rules);
    both.addAll(later.rules);
    return new Rules(both);
  }

  /** The declaration as the rules want it, or null if it is denied. */
  @Nullable Declaration apply(Declaration declared) {
    Declaration ruled = declared;
    for (Rule rule : rules) {
      List<String> matched = rule.pattern.match(declared.name());
      if (matched != null) {
        ruled = rule.change.of(ruled, matched);
        if (ruled == null) {
          return null;
        }
      }
    }
    return ruled;
  }

  /** Gathers {@link Rules}. Not safe for use by several threads at once. */
  public static final class Builder {

    private final List<Rule> rules = new ArrayList<>();

    private Builder() {}

    /**
     * Leaves metrics out: their instruments record nothing.
     *
     * @param pattern of names
     * @return this builder
     */
    public Builder deny(String pattern) {
      return add(pattern, (declared, matched) -> null);
    }

    /**
     * Renames metrics. Where the new name is taken by a metric of another shape, the one that is
     * declared later is left out, which is counted and told.
     *
     * @param pattern of names
     * @param name the new one; each {@code *} in it stands for what that of the pattern matched
     * @return this builder
     */
    public Builder rename(String pattern, String name) {
      if (name.isBlank() || new NamePattern(name).stars() > new NamePattern(pattern).stars()) {
        throw new IllegalArgumentException(
            "new name \"" + name + "\" must not be blank nor have more * than " + pattern);
      }
      return add(pattern, (declared, matched) -> declared.named(NamePattern.fill(name, matched)));
    }

    /**
     * Drops a label, also a constant one. Series that differ by it alone become one: counters add
     * up, distributions merge, of gauges the last write stays. Such a series cannot be removed by
     * its labels.
     *
     * @param pattern of names
     * @param label its name
     * @return this builder
     */
    public Builder drop(String pattern, String label) {
      Objects.requireNonNull(label, "label");
      return add(pattern, (declared, matched) -> declared.without(label));
    }

    /**
     * Gives histograms explicit buckets only.
     *
     * @param pattern of names; what is not a histogram is left as it is
     * @param upperBounds inclusive, ascending
     * @return this builder
     */
    public Builder buckets(String pattern, double... upperBounds) {
      double[] bounds = HistogramBuilder.checkBounds(pattern, upperBounds);
      return add(
          pattern,
          (declared, matched) ->
              declared.counting(layout -> HistogramLayout.explicit(bounds, declared.unit())));
    }

    /**
     * Gives histograms exponential buckets only.
     *
     * @param pattern of names; what is not a histogram is left as it is
     * @param mostBuckets from 2 to {@value HistogramBuilder#MOST_BUCKETS}
     * @return this builder
     */
    public Builder exponentialBuckets(String pattern, int mostBuckets) {
      if (mostBuckets < 2 || mostBuckets > HistogramBuilder.MOST_BUCKETS) {
        throw new IllegalArgumentException(
            "number of buckets "
                + mostBuckets
                + " must be from 2 to "
                + HistogramBuilder.MOST_BUCKETS);
      }
      return add(
          pattern,
          (declared, matched) ->
              declared.counting(
                  layout ->
                      HistogramLayout.exponential(
                          HistogramBuilder.FINEST_SCALE,
                          mostBuckets,
                          layout.zeroThreshold,
                          HistogramLayout.defaultBounds(declared.unit(), layout.zeroThreshold),
                          declared.unit())));
    }

    /**
     * Sets how many series metrics may have.
     *
     * @param pattern of names
     * @param series at least 1
     * @return this builder
     */
    public Builder limit(String pattern, int series) {
      if (series < 1) {
        throw new IllegalArgumentException("limit " + series + " must be at least 1");
      }
      return add(pattern, (declared, matched) -> declared.limited(series));
    }

    /**
     * Builds the rules.
     *
     * @return in the order of the calls
     */
    public Rules build() {
      return new Rules(rules);
    }

    private Builder add(String pattern, Change change) {
      rules.add(new Rule(new NamePattern(pattern), change));
      return this;
    }
  }
}
