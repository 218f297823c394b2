package io.obs4j.core;

import java.util.List;

/** Sources that are walked one after another, as if they were one. */
record ConcatenatedSource(List<MetricSource> sources) implements MetricSource {

  @Override
  public void visit(MetricVisitor visitor) {
    for (MetricSource source : sources) {
      source.visit(visitor);
    }
  }

  @Override
  public MetricReader openReader() {
    List<MetricReader> readers = sources.stream().map(MetricSource::openReader).toList();
    return new MetricReader() {
      @Override
      public void visit(MetricVisitor visitor) {
        for (MetricReader reader : readers) {
          reader.visit(visitor);
        }
      }

      @Override
      public void close() {
        readers.forEach(MetricReader::close);
      }
    };
  }
}
