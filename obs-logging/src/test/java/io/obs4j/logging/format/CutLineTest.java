package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.api.common.Attributes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lines that are too long: they stay whole, and say what was cut. */
class CutLineTest {

  private static final int LIMIT = 4_000;

  private final Diagnostics diagnostics = Diagnostics.create();
  private final StrictReader reader = new StrictReader();
  private final LineEncoder encoder =
      LineFormat.ecs().toBuilder()
          .lineLimit(LIMIT)
          .build()
          .encoder(Resource.builder().service("orders", "1").build(), diagnostics);

  private Map<String, Object> line(LogEvent event) {
    ByteSink out = new ByteSink(16);
    encoder.encode(event, out);
    assertThat(out.size()).isLessThanOrEqualTo(LIMIT);
    return reader.read(out);
  }

  private long counted() {
    return diagnostics
        .metrics()
        .counter("obs.log.lines.cut", "{line}", "Log lines that were too long.", Attributes.empty())
        .longValue();
  }

  @Test
  void lineThatFits_tellsOfNoCut() {
    assertThat(line(new TestEvent().message("x".repeat(1_000)))).doesNotContainKey("log.truncated");
    assertThat(counted()).isZero();
  }

  @Test
  void message_tooLong_isCutAndNamed() {
    Map<String, Object> line = line(new TestEvent().message("x".repeat(10_000)));

    assertThat(line).containsEntry("log.truncated", "message");
    assertThat((String) line.get("message")).matches("x{500,4000}");
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void message_ofWideCharacters_isCutBetweenThem() {
    for (int before = 0; before < 8; before++) {
      String message = "x".repeat(before) + "😀".repeat(5_000);
      assertThat(message)
          .startsWith((String) line(new TestEvent().message(message)).get("message"));
    }
  }

  @Test
  void fewFieldsThatAreCut_areAllNamed() {
    TestEvent event =
        new TestEvent()
            .message("m".repeat(5_000))
            .context(Map.of("note", "n".repeat(5_000)))
            .keyValue("list", Collections.nCopies(5_000, 1));

    assertThat(line(event)).containsEntry("log.truncated", "message,note,list");
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void manyFieldsThatAreCut_areNamedInPart() {
    TestEvent event = new TestEvent();
    for (int i = 0; i < 500; i++) {
      event.keyValue("key" + i, "v".repeat(5_000));
    }

    assertThat(line(event))
        .extractingByKey("log.truncated")
        .asString()
        .matches("key0,key1,key2,key\\d+,\\.\\.\\.");
  }

  @Test
  void fieldsAfterALongOne_areStillThere() {
    TestEvent event = new TestEvent().message("m".repeat(50_000)).keyValue("order", 17);
    event.throwable = new IllegalStateException("boom");

    assertThat(line(event))
        .containsEntry("order", 17)
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .containsEntry("error.message", "boom");
  }

  @Test
  void collection_tooLong_keepsItsBeginning() {
    TestEvent event = new TestEvent().keyValue("list", Collections.nCopies(50_000, "x"));

    Object list = line(event).get("list");

    assertThat(list).isInstanceOf(List.class);
    assertThat((List<?>) list).hasSizeGreaterThan(50);
    assertThat((List<?>) list).allMatch("x"::equals);
  }

  @Test
  void nestedMaps_tooDeep_endInDots() {
    Object value = "leaf";
    for (int i = 0; i < 100; i++) {
      value = Map.of("m", value);
    }

    assertThat(line(new TestEvent().keyValue("deep", value)).toString()).contains("...");
  }

  @Test
  void nameOfACutField_hostileAndLong_staysWithinItsRoom() {
    TestEvent event = new TestEvent().keyValue("\"\n".repeat(400), "v".repeat(5_000));

    assertThat(line(event)).extractingByKey("log.truncated").asString().startsWith("\"\n\"\n");
  }
}
