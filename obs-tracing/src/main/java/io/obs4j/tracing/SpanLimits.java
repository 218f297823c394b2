package io.obs4j.tracing;

import io.obs4j.core.Environment;

/**
 * How much a span may hold. What is beyond is dropped, counted and told to exporters.
 *
 * @param attributes how many attributes; of a name that is set again the last value counts
 * @param events how many events
 * @param links how many links
 * @param attributesPerEvent how many attributes each event may have
 * @param attributesPerLink how many attributes each link may have
 * @param valueLength how many characters a text may have, also one within an array, and how many
 *     bytes a byte string; longer ones are cut
 * @param bytes about how many bytes all of it may take together; at least {@value #LEAST_BYTES}.
 *     The name of a span is no part of it: it is always there, and cut after 1,024 characters
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits">OpenTelemetry,
 *     span limits</a>
 */
public record SpanLimits(
    int attributes,
    int events,
    int links,
    int attributesPerEvent,
    int attributesPerLink,
    int valueLength,
    int bytes) {

  /** How many attributes, events and links there may be unless said otherwise: {@value}. */
  public static final int DEFAULT_COUNT = 128;

  /** How many bytes a span may take unless said otherwise: {@value}. */
  public static final int DEFAULT_BYTES = 262_144;

  /** The smallest budget: {@value} bytes. */
  public static final int LEAST_BYTES = 1_024;

  /** The largest budget: {@value} bytes. */
  public static final int MOST_BYTES = 1 << 29;

  /** The limits that the specification sets, and our budget. */
  public static final SpanLimits DEFAULT = builder().build();

  static final SpanLimits NONE =
      new SpanLimits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          MOST_BYTES);

  /** How many characters the name of a span may have: beyond, it is no name but data. */
  static final int LONGEST_NAME = 1_024;

  private static final int SMALLEST_SLACK = 4_096;

  /**
   * Refuses what is out of range.
   *
   * @param attributes how many attributes
   * @param events how many events
   * @param links how many links
   * @param attributesPerEvent how many attributes each event may have
   * @param attributesPerLink how many attributes each link may have
   * @param valueLength how many characters a text may have
   * @param bytes about how many bytes all of it may take together
   */
  public SpanLimits {
    check("attributes", attributes, 0, Integer.MAX_VALUE);
    check("events", events, 0, Integer.MAX_VALUE);
    check("links", links, 0, Integer.MAX_VALUE);
    check("attributesPerEvent", attributesPerEvent, 0, Integer.MAX_VALUE);
    check("attributesPerLink", attributesPerLink, 0, Integer.MAX_VALUE);
    check("valueLength", valueLength, 0, Integer.MAX_VALUE);
    check("bytes", bytes, LEAST_BYTES, MOST_BYTES);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " " + value + " must be from " + least + " to " + most);
    }
  }

  /**
   * Limits to change.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The limits that variables set: {@code OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT} and its family, and
   * {@code OBS_SPAN_BYTES_LIMIT}. What is true of all attributes is said by {@code
   * OTEL_ATTRIBUTE_COUNT_LIMIT} and {@code OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT}.
   *
   * @param environment where the variables are
   * @return the limits, with the default for what is unset or malformed
   */
  public static SpanLimits fromEnvironment(Environment environment) {
    int attributes = count(environment, "OTEL_ATTRIBUTE_COUNT_LIMIT", DEFAULT_COUNT);
    int length = count(environment, "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", Integer.MAX_VALUE);
    return new SpanLimits(
        count(environment, "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", attributes),
        count(environment, "OTEL_SPAN_EVENT_COUNT_LIMIT", DEFAULT_COUNT),
        count(environment, "OTEL_SPAN_LINK_COUNT_LIMIT", DEFAULT_COUNT),
        count(environment, "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", attributes),
        count(environment, "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", attributes),
        count(environment, "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", length),
        environment.integer("OBS_SPAN_BYTES_LIMIT", DEFAULT_BYTES, LEAST_BYTES, MOST_BYTES));
  }

  private static int count(Environment environment, String name, int otherwise) {
    return environment.integer(name, otherwise, 0, Integer.MAX_VALUE);
  }

  /**
   * How much a log may grow between two folds: enough that folding costs each entry a fixed number
   * of steps, whatever the budget.
   */
  int slack() {
    return Math.max(SMALLEST_SLACK, bytes / 16);
  }

  /** Settings of {@link SpanLimits}. Not safe for use by several threads at once. */
  public static final class Builder {

    private int attributes = DEFAULT_COUNT;
    private int events = DEFAULT_COUNT;
    private int links = DEFAULT_COUNT;
    private int attributesPerEvent = DEFAULT_COUNT;
    private int attributesPerLink = DEFAULT_COUNT;
    private int valueLength = Integer.MAX_VALUE;
    private int bytes = DEFAULT_BYTES;

    private Builder() {}

    /**
     * Sets how many attributes a span may have.
     *
     * @param count 0 or more; by default {@value SpanLimits#DEFAULT_COUNT}
     * @return this builder
     */
    public Builder attributes(int count) {
      check("attributes", count, 0, Integer.MAX_VALUE);
      attributes = count;
      return this;
    }

    /**
     * Sets how many events a span may have.
     *
     * @param count 0 or more; by default {@value SpanLimits#DEFAULT_COUNT}
     * @return this builder
     */
    public Builder events(int count) {
      check("events", count, 0, Integer.MAX_VALUE);
      events = count;
      return this;
    }

    /**
     * Sets how many links a span may have.
     *
     * @param count 0 or more; by default {@value SpanLimits#DEFAULT_COUNT}
     * @return this builder
     */
    public Builder links(int count) {
      check("links", count, 0, Integer.MAX_VALUE);
      links = count;
      return this;
    }

    /**
     * Sets how many attributes each event may have.
     *
     * @param count 0 or more; by default {@value SpanLimits#DEFAULT_COUNT}
     * @return this builder
     */
    public Builder attributesPerEvent(int count) {
      check("attributesPerEvent", count, 0, Integer.MAX_VALUE);
      attributesPerEvent = count;
      return this;
    }

    /**
     * Sets how many attributes each link may have.
     *
     * @param count 0 or more; by default {@value SpanLimits#DEFAULT_COUNT}
     * @return this builder
     */
    public Builder attributesPerLink(int count) {
      check("attributesPerLink", count, 0, Integer.MAX_VALUE);
      attributesPerLink = count;
      return this;
    }

    /**
     * Sets how long a text may be, by default unlimited.
     *
     * @param characters 0 or more
     * @return this builder
     */
    public Builder valueLength(int characters) {
      check("valueLength", characters, 0, Integer.MAX_VALUE);
      valueLength = characters;
      return this;
    }

    /**
     * Sets about how many bytes a span may take.
     *
     * @param budget from {@value SpanLimits#LEAST_BYTES} to {@value SpanLimits#MOST_BYTES}; by
     *     default {@value SpanLimits#DEFAULT_BYTES}
     * @return this builder
     */
    public Builder bytes(int budget) {
      check("bytes", budget, LEAST_BYTES, MOST_BYTES);
      bytes = budget;
      return this;
    }

    /**
     * Builds the limits.
     *
     * @return the limits
     */
    public SpanLimits build() {
      return new SpanLimits(
          attributes, events, links, attributesPerEvent, attributesPerLink, valueLength, bytes);
    }
  }
}
