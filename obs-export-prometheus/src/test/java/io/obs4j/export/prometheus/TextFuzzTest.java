package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.TreeMap;

/** Any label value and any double on a text page reads back as it was; an empty one is no label. */
class TextFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void page_anyLabelAndNumber_readsBack(FuzzedDataProvider data) {
    double number = data.consumeDouble();
    String value = data.consumeRemainingAsString();
    Model model = new Model();
    model
        .family(MetricKind.GAUGE, "n")
        .add(Attributes.builder().put("l", value).build(), new Model.Value(number));

    Map<String, String> labels = new TreeMap<>();
    if (!value.isEmpty()) {
      labels.put("l", value);
    }
    Map<String, String> read = PageReader.read(Page.text(model));

    assertThat(read)
        .containsEntry("TYPE n", "gauge")
        .containsEntry("n" + labels, Double.toString(number));
  }
}
