package io.obs4j.logging.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Lines with a context that is kept as bytes beside lines with one that is written each time. */
class EncodedContextTest {

  private static final int PROGRAMS = 20_000;

  /** Names of formats, of objects, of secrets, and some that a style changes or makes alike. */
  private static final List<String> NAMES =
      List.of(
          "user",
          "tenant",
          "order.id",
          "order",
          "order.id.x",
          "message",
          "log",
          "log.level",
          "trace_id",
          "trace.id",
          "password",
          "a b",
          "a_b",
          "\"",
          "",
          "é\ud800",
          "x".repeat(1_100),
          "user_1",
          "level",
          "labels",
          "short_message",
          "jsonPayload",
          "AaAa",
          "BBBB");

  private static final List<String> VALUES =
      List.of("", "acme", "\"quoted\"\n", "é€😀\ud83d", "card 4111111111111111", "y".repeat(700));

  /** Fields that do not change, and say so. */
  private record Lasting(ContextFields fields, EncodedContext encoded) implements ContextFields {

    static Lasting of(Map<String, String> map) {
      return new Lasting(ContextFields.of(map), new EncodedContext());
    }

    @Override
    public int size() {
      return fields.size();
    }

    @Override
    public String key(int index) {
      return fields.key(index);
    }

    @Override
    public String value(int index) {
      return fields.value(index);
    }
  }

  private final long seed = Long.getLong("obs4j.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static LineEncoder encoder(LineFormat format) {
    return format.encoder(Resource.builder().service("orders", "1").build(), Diagnostics.create());
  }

  private LineFormat format() {
    LineFormat named =
        any(
            List.of(
                LineFormat.ecs(),
                LineFormat.logstash(),
                LineFormat.gelf(),
                LineFormat.googleCloud(),
                LineFormat.openTelemetry()));
    LineFormat.Builder builder =
        named.toBuilder()
            .collisions(any(List.of(KeyCollision.values())))
            .nested(random.nextInt(4) == 0)
            .lineLimit(any(List.of(4_000, 6_000, 65_536)));
    if (random.nextInt(4) == 0) {
      builder.masking(Masking.standard());
    }
    return builder.build();
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      fields.put(any(NAMES), any(VALUES));
    }
    return fields;
  }

  private TestEvent event() {
    TestEvent event = new TestEvent().message(any(VALUES));
    for (int i = random.nextInt(4); i > 0; i--) {
      event.keyValue(any(NAMES), random.nextBoolean() ? any(VALUES) : random.nextInt(99));
    }
    if (random.nextInt(8) == 0) {
      event.baggage.put("user", "of the baggage");
    }
    return event;
  }

  private static String line(LineEncoder encoder, TestEvent event, ContextFields context) {
    event.context = context;
    ByteSink out = new ByteSink(1_024);
    encoder.encode(event, out);
    return out.toString();
  }

  @Test
  void encode_contextThatIsKept_writesTheSameLines() {
    System.out.println("EncodedContextTest: -Dobs4j.seed=" + seed);
    LineEncoder encoder = encoder(format());
    for (int program = 0; program < PROGRAMS; program++) {
      if (program % 20 == 0) {
        encoder = encoder(format());
      }
      Map<String, String> fields = fields();
      ContextFields plain = ContextFields.of(fields);
      ContextFields kept = Lasting.of(fields);
      for (int line = 0; line < 4; line++) {
        TestEvent event = event();

        assertThat(line(encoder, event, kept)).isEqualTo(line(encoder, event, plain));
      }
    }
  }

  @Test
  void of_fieldsSeenTwice_areOneRun() {
    LineEncoder encoder = encoder(LineFormat.logstash());
    Lasting fields = Lasting.of(new TreeMap<>(Map.of("user", "ann", "tenant", "acme")));

    assertThat(fields.encoded().of(fields, encoder)).isNull();
    ContextRun run = fields.encoded().of(fields, encoder);
    assertThat(run).isNotNull();
    assertThat(run.bytes).asString(UTF_8).isEqualTo(",\"tenant\":\"acme\",\"user\":\"ann\"");
    assertThat(fields.encoded().of(fields, encoder)).isSameAs(run);
  }

  @Test
  void of_anotherEncoder_makesAnotherRun() {
    Lasting fields = Lasting.of(Map.of("a b", "c"));
    LineEncoder flat = encoder(LineFormat.logstash());
    LineEncoder gelf = encoder(LineFormat.gelf());
    fields.encoded().of(fields, flat);
    fields.encoded().of(fields, flat);

    ContextRun run = fields.encoded().of(fields, gelf);

    assertThat(run).isNotNull();
    assertThat(run.bytes).asString(UTF_8).isEqualTo(",\"_a_b\":\"c\"");
  }

  @Test
  void of_whatIsNotWrittenAlikeEachTime_isNoRun() {
    for (String name : List.of("password", "message", "trace_id")) {
      Lasting fields = Lasting.of(Map.of(name, "x"));
      LineEncoder encoder = encoder(LineFormat.logstash());
      fields.encoded().of(fields, encoder);

      assertThat(fields.encoded().of(fields, encoder)).as(name).isNull();
    }
  }
}
