package io.obs4j.tracing;

import io.opentelemetry.api.trace.TraceState;
import java.util.function.UnaryOperator;

/** What becomes of the threshold in the trace state of a parent, where none takes its place. */
enum ParentThreshold implements UnaryOperator<TraceState> {
  KEPT {
    @Override
    public TraceState apply(TraceState parent) {
      return parent;
    }
  },

  ERASED {
    @Override
    public TraceState apply(TraceState parent) {
      return parent.isEmpty() ? parent : OtEntry.withoutThreshold(parent);
    }
  }
}
