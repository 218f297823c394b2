package io.obs4j.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    ConcatenatedReader reader = new ConcatenatedReader(new ArrayList<>());
    try {
      for (MetricSource source : sources) {
        reader.readers.add(source.openReader());
      }
    } catch (RuntimeException | Error e) {
      closeAfter(e, reader);
      throw e;
    }
    return reader;
  }

  private static void closeAfter(Throwable failure, MetricReader reader) {
    try {
      reader.close();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  private record ConcatenatedReader(List<MetricReader> readers) implements MetricReader {

    @Override
    public void visit(MetricVisitor visitor) {
      for (MetricReader reader : readers) {
        reader.visit(visitor);
      }
    }

    @Override
    public void preview(MetricVisitor visitor) {
      for (MetricReader reader : readers) {
        reader.preview(visitor);
      }
    }

    @Override
    public void confirm() {
      for (MetricReader reader : readers) {
        reader.confirm();
      }
    }

    @Override
    public void close() {
      RuntimeException failure = null;
      for (MetricReader reader : readers) {
        failure = close(reader, failure);
      }
      if (failure != null) {
        throw failure;
      }
    }

    private static @Nullable RuntimeException close(
        MetricReader reader, @Nullable RuntimeException earlier) {
      try {
        reader.close();
        return earlier;
      } catch (RuntimeException e) {
        if (earlier == null) {
          return e;
        }
        earlier.addSuppressed(e);
        return earlier;
      }
    }
  }
}
