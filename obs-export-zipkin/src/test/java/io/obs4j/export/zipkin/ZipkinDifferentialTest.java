package io.obs4j.export.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Resource;
import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.api.common.Attributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import zipkin2.Annotation;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/** Zipkin's own library reads back what was written, and a strict parser finds no fault in it. */
class ZipkinDifferentialTest {

  private static final int SPANS = 10_000;

  static byte[] encode(List<SpanRecord> spans) {
    Attributes resource =
        Attributes.builder()
            .put(Resource.SERVICE_NAME, "shop\uD83D")
            .put("service.namespace", "eu")
            .build();
    ByteSink body = new ByteSink(1);
    ZipkinEncoder encoder = new ZipkinEncoder(Resource.of(resource));
    assertThat(encoder.encode(spans, 0, body)).isEqualTo(spans.size());
    assertThat(encoder.leftOut()).isEmpty();
    return body.toByteArray();
  }

  @Test
  void decoder_ofZipkin_readsWhatWasRecorded() throws IOException {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    RandomSpans random = new RandomSpans(seed);
    for (int i = 0; i < SPANS; i += 50) {
      List<SpanRecord> spans = new ArrayList<>();
      for (int j = 0; j < 50; j++) {
        spans.add(random.next());
      }
      try {
        compare(spans, encode(spans));
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ", spans from " + i, e);
      }
    }
  }

  /**
   * Each span is read alone: of a list of more than 8 KiB, Zipkin's library garbles characters of
   * several bytes that lie across the end of its buffer. The list has to mean the same to the
   * parser.
   */
  private static void compare(List<SpanRecord> spans, byte[] json) throws IOException {
    List<Object> trees = new ArrayList<>();
    for (SpanRecord span : spans) {
      byte[] alone = encode(List.of(span));
      trees.addAll((List<?>) StrictJson.read(alone));
      List<Span> read = SpanBytesDecoder.JSON_V2.decodeList(alone);
      assertThat(read).hasSize(1);
      compare(span, read.get(0));
    }
    assertThat(StrictJson.read(json)).isEqualTo(trees);
  }

  private static void compare(SpanRecord span, Span read) throws IOException {
    Span plain = read.toBuilder().clearAnnotations().clearTags().build();
    assertThat(plain).isEqualTo(ExpectedSpan.of(span, "shop\uD83D"));
    compareTags(ExpectedSpan.tags(span, "eu"), read.tags());
    compareAnnotations(span.events(), read.annotations());
  }

  private static void compareTags(Map<String, Object> expected, Map<String, String> read)
      throws IOException {
    assertThat(read.keySet()).isEqualTo(expected.keySet());
    for (Map.Entry<String, Object> tag : expected.entrySet()) {
      String text = read.get(tag.getKey());
      if (tag.getValue() instanceof String string) {
        assertThat(text).as(tag.getKey()).isEqualTo(string);
      } else if (tag.getKey().startsWith("otlp.link.") && text.indexOf('|') == 32) {
        assertThat(link(text)).isEqualTo(tag.getValue());
      } else {
        assertThat(StrictJson.read(text.getBytes(UTF_8)))
            .as(tag.getKey())
            .isEqualTo(tag.getValue());
      }
    }
  }

  private static List<Object> link(String text) throws IOException {
    String[] ids = text.split("[|]", 4);
    int last = ids[3].lastIndexOf('|');
    return List.of(
        ids[0],
        ids[1],
        ids[2],
        StrictJson.read(ids[3].substring(0, last).getBytes(UTF_8)),
        ids[3].substring(last + 1));
  }

  /** Zipkin sorts annotations, so they are looked up by their time and text. */
  private static void compareAnnotations(List<SpanEvent> events, List<Annotation> read)
      throws IOException {
    List<Object> expected = new ArrayList<>();
    for (SpanEvent event : events) {
      expected.add(
          List.of(Math.max(0, event.epochNanos() / 1_000), ExpectedSpan.annotation(event)));
    }
    List<Object> found = new ArrayList<>();
    for (Annotation annotation : read) {
      found.add(List.of(annotation.timestamp(), event(annotation.value())));
    }
    // Zipkin keeps one of two that are the same.
    assertThat(found).hasSameElementsAs(expected);
  }

  private static Object event(String text) throws IOException {
    // One without attributes is its name alone; that of a test never looks like JSON.
    return text.startsWith("\"") && text.endsWith("}")
        ? StrictJson.read(('{' + text + '}').getBytes(UTF_8))
        : Map.of(text, Map.of());
  }
}
