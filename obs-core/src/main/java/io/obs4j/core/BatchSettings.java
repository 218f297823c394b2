package io.obs4j.core;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How records wait for their destination: how many and how heavy, how long, and in batches of what
 * size.
 *
 * @param queueSize how many records may wait, from 1 to 1,048,576
 * @param queueBytes about how many bytes those that wait may hold, at least one a record
 * @param batchSize how many records are exported at once, without waiting for the delay, from 1 to
 *     the queue size
 * @param largestBatch how many records a batch may have while more wait than there should, from the
 *     batch size to the queue size
 * @param delay how long a record waits for others to fill a batch; zero exports at once
 * @param exportTimeout after which an export counts as failed; zero for none
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#batch-span-processor">OpenTelemetry,
 *     batch span processor</a>
 */
public record BatchSettings(
    int queueSize,
    long queueBytes,
    int batchSize,
    int largestBatch,
    Duration delay,
    Duration exportTimeout) {

  /** How many records may wait, unless said otherwise: {@value}. */
  public static final int DEFAULT_QUEUE_SIZE = 16_384;

  /** About how many bytes may wait, unless said otherwise: {@value}. */
  public static final long DEFAULT_QUEUE_BYTES = 64L << 20;

  /** How many records are exported at once, unless said otherwise: {@value}. */
  public static final int DEFAULT_BATCH_SIZE = 512;

  /** How far a batch grows with what waits, unless said otherwise: {@value}. */
  public static final int DEFAULT_LARGEST_BATCH = 2_048;

  private static final Duration DEFAULT_DELAY = Duration.ofSeconds(5);
  private static final Duration LOG_DELAY = Duration.ofSeconds(1);
  private static final Duration DEFAULT_EXPORT_TIMEOUT = Duration.ofSeconds(30);
  private static final int MOST_RECORDS = 1 << 20;

  /**
   * Checks the values.
   *
   * @param queueSize how many records may wait, from 1 to 1,048,576
   * @param queueBytes about how many bytes those that wait may hold, at least one a record
   * @param batchSize how many records are exported at once, without waiting for the delay, from 1
   *     to the queue size
   * @param largestBatch how many records a batch may have while more wait than there should, from
   *     the batch size to the queue size
   * @param delay how long a record waits for others to fill a batch; zero exports at once
   * @param exportTimeout after which an export counts as failed; zero for none
   * @throws IllegalArgumentException if a value is out of range
   * @throws ArithmeticException if a duration is longer than 292 years
   */
  public BatchSettings {
    Objects.requireNonNull(delay, "delay");
    Objects.requireNonNull(exportTimeout, "exportTimeout");
    if (queueSize < 1 || queueSize > MOST_RECORDS) {
      throw new IllegalArgumentException(
          "queueSize " + queueSize + " must be from 1 to " + MOST_RECORDS);
    }
    if (queueBytes < queueSize) {
      throw new IllegalArgumentException(
          "queueBytes " + queueBytes + " must be at least one for each of queueSize " + queueSize);
    }
    if (batchSize < 1 || batchSize > queueSize) {
      throw new IllegalArgumentException(
          "batchSize "
              + batchSize
              + " must be from 1 to queueSize "
              + queueSize
              + ": a larger batch would never be full. Lower it, or raise queueSize.");
    }
    if (largestBatch < batchSize || largestBatch > queueSize) {
      throw new IllegalArgumentException(
          "largestBatch "
              + largestBatch
              + " must be from batchSize "
              + batchSize
              + " to queueSize "
              + queueSize);
    }
    if (delay.toNanos() < 0) {
      throw new IllegalArgumentException("delay " + delay + " must not be negative");
    }
    if (exportTimeout.toNanos() < 0) {
      throw new IllegalArgumentException(
          "exportTimeout " + exportTimeout + " must not be negative; zero is none");
    }
  }

  /**
   * The defaults: those of the OpenTelemetry specification for spans, with a larger queue.
   *
   * @return 16,384 records or 64 MiB in the queue, 512 a batch, or up to 2,048 while many wait, 5
   *     seconds' delay, 30 to export
   */
  public static BatchSettings defaults() {
    return builder().build();
  }

  /**
   * A builder that starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The settings for spans, from {@code OTEL_BSP_MAX_QUEUE_SIZE}, {@code
   * OTEL_BSP_MAX_EXPORT_BATCH_SIZE}, {@code OTEL_BSP_SCHEDULE_DELAY} and {@code
   * OTEL_BSP_EXPORT_TIMEOUT}. A malformed one is reported to the environment and replaced by its
   * default.
   *
   * @param environment where the variables are
   * @return the settings
   * @throws IllegalArgumentException if the environment is strict and a variable malformed
   */
  public static BatchSettings spans(Environment environment) {
    return read(environment, "OTEL_BSP_", DEFAULT_DELAY);
  }

  /**
   * The settings for logs, from {@code OTEL_BLRP_MAX_QUEUE_SIZE}, {@code
   * OTEL_BLRP_MAX_EXPORT_BATCH_SIZE}, {@code OTEL_BLRP_SCHEDULE_DELAY} and {@code
   * OTEL_BLRP_EXPORT_TIMEOUT}. The delay is a second by default. A malformed variable is reported
   * to the environment and replaced by its default.
   *
   * @param environment where the variables are
   * @return the settings
   * @throws IllegalArgumentException if the environment is strict and a variable malformed
   */
  public static BatchSettings logs(Environment environment) {
    return read(environment, "OTEL_BLRP_", LOG_DELAY);
  }

  /**
   * The same settings with another export timeout.
   *
   * @param time after which an export counts as failed; zero for none
   * @return the settings
   * @throws IllegalArgumentException if it is negative
   */
  public BatchSettings withExportTimeout(Duration time) {
    return new BatchSettings(queueSize, queueBytes, batchSize, largestBatch, delay, time);
  }

  private static BatchSettings read(Environment environment, String prefix, Duration delay) {
    int queueSize =
        environment.integer(prefix + "MAX_QUEUE_SIZE", DEFAULT_QUEUE_SIZE, 1, MOST_RECORDS);
    int usual = Math.min(DEFAULT_BATCH_SIZE, queueSize);
    String variable = prefix + "MAX_EXPORT_BATCH_SIZE";
    int batchSize = environment.integer(variable, usual, 1, queueSize);
    // A malformed one is as good as none.
    boolean limited =
        batchSize != usual || environment.text(variable).orElse("").equals(Integer.toString(usual));
    return new BatchSettings(
        queueSize,
        DEFAULT_QUEUE_BYTES,
        batchSize,
        limited ? batchSize : Math.min(DEFAULT_LARGEST_BATCH, queueSize),
        environment.millis(prefix + "SCHEDULE_DELAY", delay),
        environment.millis(prefix + "EXPORT_TIMEOUT", DEFAULT_EXPORT_TIMEOUT));
  }

  /**
   * A builder that starts from these settings. A largest batch that was not set follows the batch
   * size and the queue size there, too.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    Builder builder =
        builder()
            .queueSize(queueSize)
            .queueBytes(queueBytes)
            .delay(delay)
            .exportTimeout(exportTimeout);
    if (batchSize == DEFAULT_BATCH_SIZE
        && largestBatch == Math.min(DEFAULT_LARGEST_BATCH, queueSize)) {
      return builder;
    }
    builder.batchSize(batchSize);
    return largestBatch == batchSize ? builder : builder.largestBatch(largestBatch);
  }

  /** Gathers settings, which are checked together when they are built. Not thread-safe. */
  public static final class Builder {

    private int queueSize = DEFAULT_QUEUE_SIZE;
    private long queueBytes = DEFAULT_QUEUE_BYTES;
    private @Nullable Integer batchSize;
    private @Nullable Integer largestBatch;
    private Duration delay = DEFAULT_DELAY;
    private Duration exportTimeout = DEFAULT_EXPORT_TIMEOUT;

    private Builder() {}

    /**
     * How many records may wait.
     *
     * @param records from 1 to 1,048,576
     * @return this builder
     */
    public Builder queueSize(int records) {
      this.queueSize = records;
      return this;
    }

    /**
     * About how many bytes may wait.
     *
     * @param bytes at least as many as records
     * @return this builder
     */
    public Builder queueBytes(long bytes) {
      this.queueBytes = bytes;
      return this;
    }

    /**
     * How many records are exported at once at the most, also while many wait, unless {@link
     * #largestBatch} says otherwise, before or after.
     *
     * @param records from 1 to the queue size
     * @return this builder
     */
    public Builder batchSize(int records) {
      this.batchSize = records;
      return this;
    }

    /**
     * How many records are exported at once while many wait; by default the {@link #batchSize} that
     * was set or, if none was, {@value #DEFAULT_LARGEST_BATCH}, or the queue size if that is less.
     *
     * @param records from the batch size to the queue size
     * @return this builder
     */
    public Builder largestBatch(int records) {
      this.largestBatch = records;
      return this;
    }

    /**
     * How long a record waits for others to fill a batch.
     *
     * @param time zero exports at once
     * @return this builder
     */
    public Builder delay(Duration time) {
      this.delay = time;
      return this;
    }

    /**
     * After what time an export counts as failed.
     *
     * @param time zero for none
     * @return this builder
     */
    public Builder exportTimeout(Duration time) {
      this.exportTimeout = time;
      return this;
    }

    /**
     * The settings.
     *
     * @return checked
     * @throws IllegalArgumentException if a value is out of range
     */
    public BatchSettings build() {
      int size = batchSize == null ? DEFAULT_BATCH_SIZE : batchSize;
      int unsaid = batchSize == null ? Math.min(DEFAULT_LARGEST_BATCH, queueSize) : size;
      int most = largestBatch == null ? unsaid : largestBatch;
      return new BatchSettings(queueSize, queueBytes, size, most, delay, exportTimeout);
    }
  }
}
