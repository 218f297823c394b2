package io.obs4j.export.prometheus;

import io.obs4j.core.MetricVisitor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * Writes pages in one format, one after another, and keeps what they have in common. Used by one
 * thread at a time. While a page is walked, what the stream throws passes through the walk as an
 * {@link UncheckedIOException}.
 */
sealed interface Encoder extends MetricVisitor permits TextEncoder, ProtobufEncoder {

  /** The bytes that are collected before they go to the stream. */
  int CHUNK = 64 * 1024;

  /**
   * Begins a page.
   *
   * @param out where it goes
   * @param names of the metrics to show, empty for all
   */
  void begin(OutputStream out, Set<String> names);

  /**
   * Ends the page and hands the rest of it to the stream.
   *
   * @return the size of the page in bytes
   * @throws IOException as the stream does
   */
  long end() throws IOException;
}
