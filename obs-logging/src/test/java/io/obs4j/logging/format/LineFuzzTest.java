package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import java.util.List;

/** Any event gives one valid line, in any format. */
class LineFuzzTest {

  private final StrictReader reader = new StrictReader();

  @FuzzTest
  void encode_fuzzedEvent_givesAValidLine(FuzzedDataProvider data) {
    EventGenerator generator = new EventGenerator(bound -> data.consumeInt(0, bound - 1));
    List<LineFormat> formats = EventGenerator.formats();
    LineFormat format = formats.get(data.consumeInt(0, formats.size() - 1));
    ByteSink out = new ByteSink(64);
    Resource resource = Resource.builder().service(generator.text() + "s", "1").build();
    format.encoder(resource, Diagnostics.create()).encode(generator.event(), out);
    reader.read(out);
    assertThat(out.size()).isLessThanOrEqualTo(format.lineLimit);
  }
}
