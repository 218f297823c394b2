package io.obs4j.core;

/** Admits spans that are sampled: others were recorded for this process alone. */
final class SpanAdmission implements Admission<SpanRecord> {

  @Override
  public boolean concerns(SpanRecord span) {
    return span.flags().isSampled();
  }

  @Override
  public int weight(SpanRecord span) {
    return span.weight();
  }
}
