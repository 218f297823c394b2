package io.obs4j.export.prometheus;

import io.obs4j.core.internal.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Hands a page to a stream in chunks, so that no page is ever held whole. */
final class Chunks {

  private final ByteSink sink;
  private OutputStream out = OutputStream.nullOutputStream();
  private long drained;

  Chunks(ByteSink sink) {
    this.sink = sink;
  }

  void begin(OutputStream target) {
    sink.reset();
    out = target;
    drained = 0;
  }

  /** Drains the sink if a chunk is full. */
  void flow() {
    if (sink.size() >= Encoder.CHUNK) {
      try {
        drain();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Drains the sink for the last time. */
  long end() throws IOException {
    drain();
    out = OutputStream.nullOutputStream();
    return drained;
  }

  private void drain() throws IOException {
    drained += sink.size();
    sink.drainTo(out);
  }
}
