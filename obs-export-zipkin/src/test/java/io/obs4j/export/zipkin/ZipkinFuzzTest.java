package io.obs4j.export.zipkin;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.obs4j.core.SpanRecord;
import java.io.IOException;
import java.util.List;

/** Any texts in a span of any shape make JSON that a strict parser reads. */
class ZipkinFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void list_anyTexts_isJsonWithoutAKeyTwice(FuzzedDataProvider data) throws IOException {
    RandomSpans spans = new RandomSpans(data.consumeLong(), () -> data.consumeString(12));
    List<SpanRecord> list = List.of(spans.next(), spans.next());

    StrictJson.read(ZipkinDifferentialTest.encode(list));
  }
}
