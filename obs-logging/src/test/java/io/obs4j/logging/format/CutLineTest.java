package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.BasicMarkerFactory;

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

  private static LineEncoder nested(String cutField) {
    return LineFormat.ecs().toBuilder()
        .nested(true)
        .cutField(cutField)
        .lineLimit(LIMIT)
        .build()
        .encoder(Resource.builder().service("orders", "1").build(), Diagnostics.create());
  }

  private Map<String, Object> line(LineEncoder nested, TestEvent event) {
    ByteSink out = new ByteSink(16);
    nested.encode(event, out);
    assertThat(out.size()).isLessThanOrEqualTo(LIMIT);
    return reader.read(out);
  }

  @Test
  void nested_fieldOfCuts_isNestedWhereverItsObjectsAre() {
    TestEvent event = new TestEvent().message("m".repeat(5_000)).keyValue("id", 17);

    assertThat(line(nested("log.truncated"), event).get("log"))
        .isEqualTo(Map.of("level", "INFO", "logger", "com.acme.Orders", "truncated", "message"));
    assertThat(line(nested("log.line.cuts"), event).get("log"))
        .asInstanceOf(MAP)
        .containsEntry("level", "INFO")
        .containsEntry("line", Map.of("cuts", "message"));
    assertThat(line(nested("a.b.c"), event))
        .containsEntry("a", Map.of("b", Map.of("c", "message")))
        .containsEntry("id", 17);
    assertThat(line(nested("a.b.c"), event.keyValue("a.x", 1).keyValue("a.b.c", 2)))
        .extractingByKey("a")
        .isEqualTo(Map.of("x", 1, "b", Map.of("c", "message", "c_1", 2)));
  }

  @Test
  void everyFormat_atTheSmallestLimit_keepsToIt() {
    Map<String, LineFormat> formats =
        Map.of(
            "ecs", LineFormat.ecs(),
            "logstash", LineFormat.logstash(),
            "gelf", LineFormat.gelf(),
            "gcp", LineFormat.googleCloud(),
            "otel", LineFormat.openTelemetry());
    TestEvent event = new TestEvent().message("m".repeat(9_000), 1);
    event.logger = "l".repeat(900);
    event.thread = "t".repeat(900);
    event.throwable = new IllegalStateException("e".repeat(9_000));
    event.span =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    event.eventName = "n".repeat(9_000);
    event.caller = new StackTraceElement("c".repeat(900), "m".repeat(900), "f".repeat(900), 1);
    event.markers.add(new BasicMarkerFactory().getDetachedMarker("k".repeat(900)));
    for (int i = 0; i < 100; i++) {
      event.keyValue("key" + i, "v".repeat(900));
    }
    formats.forEach(
        (name, format) -> {
          ByteSink out = new ByteSink(16);
          format.toBuilder()
              .lineLimit(LineFormat.SMALLEST_LINE_LIMIT)
              .stackTraces(StackTraces.builder().hash().build())
              .build()
              .encoder(Resource.builder().service("orders", "1").build(), diagnostics)
              .encode(event, out);
          assertThat(out.size()).as(name).isLessThanOrEqualTo(LineFormat.SMALLEST_LINE_LIMIT);
          assertThat(reader.read(out)).isNotEmpty();
        });
    assertThat(
            diagnostics
                .metrics()
                .counter(
                    "obs.faults",
                    "{fault}",
                    "Faults of the observability library itself, by kind.",
                    Attributes.of(AttributeKey.stringKey("kind"), "log.format"))
                .longValue())
        .isZero();
  }
}
