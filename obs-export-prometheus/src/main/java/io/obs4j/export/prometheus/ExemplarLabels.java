package io.obs4j.export.prometheus;

import io.obs4j.core.Exemplar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an exemplar tells beside its trace and its span, within the 128 characters that OpenMetrics
 * allows the names and values of all its labels together.
 */
final class ExemplarLabels {

  static final String TRACE_ID = "trace_id";
  static final String SPAN_ID = "span_id";

  private static final int MOST_CHARACTERS = 128;
  private static final int TRACE_ID_DIGITS = 32;
  private static final int SPAN_ID_DIGITS = 16;

  private ExemplarLabels() {}

  /** The filtered attributes, in their order, without those for which no room is left. */
  static Map<String, String> filtered(Exemplar exemplar) {
    int room =
        MOST_CHARACTERS - (TRACE_ID.length() + TRACE_ID_DIGITS + SPAN_ID.length() + SPAN_ID_DIGITS);
    Map<String, String> fitting = new LinkedHashMap<>();
    LabelSet all =
        LabelSet.of(exemplar.filtered(), Escaping.UNDERSCORES, Set.of(TRACE_ID, SPAN_ID));
    for (Map.Entry<String, String> label : all.values().entrySet()) {
      int characters = characters(label.getKey()) + characters(label.getValue());
      if (characters <= room) {
        fitting.put(label.getKey(), label.getValue());
        room -= characters;
      }
    }
    return fitting;
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
