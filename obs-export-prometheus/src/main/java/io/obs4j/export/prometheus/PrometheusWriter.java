package io.obs4j.export.prometheus;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricSource;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.GzipStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the metrics of a source as pages that Prometheus scrapes, for mounting in any server.
 *
 * <p>Safe for use by any thread, also for scrapes at the same time. A page is written in chunks
 * while the source is walked; it is never held whole, and no lock is held while a chunk is written.
 */
public final class PrometheusWriter implements AutoCloseable {

  private final MetricSource source;
  private final MetricReader reader;
  private final EncoderPool encoders;
  private final ScrapeMetrics metrics;
  private final Clock clock;
  private volatile Answer lastAnswer = new Answer(null);

  private PrometheusWriter(Builder builder) {
    source =
        builder.targetInfo
            ? MetricSource.concat(new TargetInfo(builder.resource), builder.source)
            : builder.source;
    reader = source.openReader();
    clock = builder.clock;
    metrics = new ScrapeMetrics(builder.diagnostics);
    encoders =
        new EncoderPool(
            new Naming(builder.exactNames, builder.scopeLabels),
            new Collisions(builder.diagnostics),
            builder.createdTimestamps);
  }

  /**
   * A writer with the default options.
   *
   * @param source of the metrics
   * @param resource shown as {@code target_info}
   * @param diagnostics where own faults and the metrics of scrapes are counted
   * @return the writer
   */
  public static PrometheusWriter of(
      MetricSource source, Resource resource, Diagnostics diagnostics) {
    return builder(source, resource, diagnostics).build();
  }

  /**
   * Begins a writer with options.
   *
   * @param source of the metrics
   * @param resource shown as {@code target_info}
   * @param diagnostics where own faults and the metrics of scrapes are counted
   * @return the builder
   */
  public static Builder builder(MetricSource source, Resource resource, Diagnostics diagnostics) {
    return new Builder(source, resource, diagnostics);
  }

  /**
   * Writes one page in the format that suits a request best.
   *
   * @param out where the page goes; neither flushed nor closed
   * @param accept the value of the header {@code Accept}, null if there is none
   * @return the value of the header {@code Content-Type} of the reply
   * @throws IOException as the stream does
   */
  public String write(OutputStream out, @Nullable String accept) throws IOException {
    Answer answer = lastAnswer;
    if (!Objects.equals(answer.accept, accept)) {
      answer = new Answer(accept);
      lastAnswer = answer;
    }
    write(out, answer.format, Set.of());
    return answer.contentType;
  }

  /**
   * Writes one page.
   *
   * @param out where the page goes; neither flushed nor closed
   * @param format of the page
   * @param names of the metrics to show, as declared or as on the page; empty for all
   * @throws IOException as the stream does
   */
  public void write(OutputStream out, ExpositionFormat format, Set<String> names)
      throws IOException {
    write(out, format, names, false);
  }

  /**
   * Writes one page, perhaps compressed.
   *
   * @param out where the page goes; neither flushed nor closed
   * @param format of the page
   * @param names of the metrics to show, as declared or as on the page; empty for all
   * @param gzip whether to compress it
   * @throws IOException as the stream does
   */
  public void write(OutputStream out, ExpositionFormat format, Set<String> names, boolean gzip)
      throws IOException {
    long begun = clock.nanoTime();
    EncoderPool.Lease lease = encoders.take(format);
    try {
      long bytes = gzip ? compressed(lease, out, names) : page(lease.encoder, out, names);
      metrics.scraped(format.encoding(), clock.nanoTime() - begun, bytes);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      encoders.giveBack(lease);
    }
  }

  private long compressed(EncoderPool.Lease lease, OutputStream out, Set<String> names)
      throws IOException {
    GzipStream gzip = lease.gzip();
    gzip.begin(out);
    long bytes = page(lease.encoder, gzip, names);
    gzip.finish();
    return bytes;
  }

  private long page(Encoder encoder, OutputStream out, Set<String> names) throws IOException {
    encoder.begin(out, names);
    if (names.isEmpty()) {
      reader.visit(encoder);
    } else {
      source.visit(encoder); // Who asks for a selection has not seen what was removed beside it.
    }
    return encoder.end();
  }

  /** Ends the registration with the source. Idempotent. */
  @Override
  public void close() {
    reader.close();
  }

  /** What a header leads to. A scraper sends the same one each time. */
  private static final class Answer {
    private final @Nullable String accept;
    private final ExpositionFormat format;
    private final String contentType;

    Answer(@Nullable String accept) {
      this.accept = accept;
      format = Negotiation.format(accept);
      contentType = format.contentType();
    }
  }

  /** Options of a writer. Not safe for use by several threads at once. */
  public static final class Builder {

    private final MetricSource source;
    private final Resource resource;
    private final Diagnostics diagnostics;
    private Clock clock = Clock.system();
    private boolean exactNames;
    private boolean scopeLabels = true;
    private boolean targetInfo = true;
    private boolean createdTimestamps = true;

    private Builder(MetricSource source, Resource resource, Diagnostics diagnostics) {
      this.source = source;
      this.resource = resource;
      this.diagnostics = diagnostics;
    }

    /**
     * Whether names stay as they were written, without unit and {@code _total}. OpenMetrics then
     * declares a counter whose name does not end in {@code _total} as {@code unknown}.
     *
     * @param exact true to add nothing; false by default
     * @return this
     */
    public Builder exactNames(boolean exact) {
      exactNames = exact;
      return this;
    }

    /**
     * Whether series tell the instrumentation scope that recorded them, in labels that begin with
     * {@code otel_scope_}. Without them, only one scope can show a metric of one name.
     *
     * @param labels false to leave them out; true by default
     * @return this
     */
    public Builder scopeLabels(boolean labels) {
      scopeLabels = labels;
      return this;
    }

    /**
     * Whether the resource is shown as {@code target_info}.
     *
     * @param info false to leave it out; true by default
     * @return this
     */
    public Builder targetInfo(boolean info) {
      targetInfo = info;
      return this;
    }

    /**
     * Whether OpenMetrics tells since when each series accumulates, in samples that end in {@code
     * _created}.
     *
     * @param created false to leave them out; true by default
     * @return this
     */
    public Builder createdTimestamps(boolean created) {
      createdTimestamps = created;
      return this;
    }

    /**
     * Sets the clock that times the pages, by default the machine's.
     *
     * @param newClock of the library
     * @return this
     */
    public Builder clock(Clock newClock) {
      clock = Objects.requireNonNull(newClock, "clock");
      return this;
    }

    /**
     * Opens the writer.
     *
     * @return the writer, registered with the source until it is closed
     */
    public PrometheusWriter build() {
      return new PrometheusWriter(this);
    }
  }
}
