package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that the cut of a line goes through, at each of their characters. */
class SecretsAtCutsTest {

  private static final int LIMIT = 3_000;

  /** So much of a secret must not be seen. */
  private static final int WINDOW = 6;

  /** More than a secret and what it stands in have characters. */
  private static final int NEAR = 64;

  /** Longer than a line. */
  private static final String FURTHER = " and so on".repeat(300);

  /** Longer than what is searched beyond a cut. */
  private static final String LONG = " and so on".repeat(4_000);

  private static final Map<String, BiConsumer<TestEvent, String>> PLACES =
      Map.of(
          "message", (event, text) -> event.message(text),
          "argument", (event, text) -> event.message("{} is {}", "it", text),
          "context", (event, text) -> event.context(Map.of("note", text)),
          "key-value", (event, text) -> event.keyValue("note", text),
          "object", (event, text) -> event.keyValue("note", new AtomicReference<>(text)),
          "list", (event, text) -> event.keyValue("notes", List.of("one", text)),
          "map", (event, text) -> event.keyValue("notes", Map.of("a", Map.of("b", text))),
          "exception", (event, text) -> event.throwable = new IllegalStateException(text),
          "thrown value",
              (event, text) -> event.keyValue("cause", new IllegalStateException(text)));

  private final ByteSink out = new ByteSink(16);

  private static LineEncoder encoder(LineFormat format, int limit) {
    return format.toBuilder()
        .lineLimit(limit)
        .masking(Masking.standard())
        .build()
        .encoder(Resource.builder().service("orders", "1").build(), Diagnostics.create());
  }

  private String line(LineEncoder encoder, BiConsumer<TestEvent, String> place, String text) {
    TestEvent event = new TestEvent();
    place.accept(event, text);
    out.reset();
    encoder.encode(event, out);
    return out.toString();
  }

  private static boolean shows(String line, String secret) {
    for (int i = 0; i + WINDOW <= secret.length(); i++) {
      if (line.contains(secret.substring(i, i + WINDOW))) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4929-7226-5379-7141",
        "password=|hunter2-correct-horse",
        "Authorization: Bearer |a1b2c3d4.e5f6g7h8",
        "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl",
        "jdbc:db://app:|s3cr3t-p4ssw0rd|@host/x",
        "AKIAIOSFODNN7EXAMPLE"
      })
  void encode_secretAtEachPlaceOfTheCut_isNotSeenInPart(String marked) {
    String[] parts = marked.split("\\|");
    String secret = parts.length == 1 ? parts[0] : parts[1];
    String given = " " + String.join("", parts);
    for (LineFormat format : List.of(LineFormat.ecs(), LineFormat.gelf())) {
      LineEncoder encoder = encoder(format, LIMIT);
      PLACES.forEach(
          (name, place) -> {
            int cut = lengthBeforeCut(encoder, place, given);
            assertThat(cut).as("how much of %s is shown", name).isBetween(NEAR, LIMIT);
            for (int before = cut - NEAR; before < cut + NEAR; before++) {
              String text = "x".repeat(before) + given;
              check(line(encoder, place, text), secret, name, before);
              check(line(encoder, place, text + FURTHER), secret, name, before);
            }
          });
    }
  }

  private static void check(String line, String secret, String name, int before) {
    assertThat(shows(line, secret)).as("%s after %s: %s", name, before, line).isFalse();
  }

  /** After how many characters a secret is only just masked, and not cut off. */
  private int lengthBeforeCut(
      LineEncoder encoder, BiConsumer<TestEvent, String> place, String given) {
    int masked = 0;
    int cutOff = LIMIT;
    while (masked + 1 < cutOff) {
      int middle = (masked + cutOff) / 2;
      if (line(encoder, place, "x".repeat(middle) + given).contains("***")) {
        masked = middle;
      } else {
        cutOff = middle;
      }
    }
    return masked;
  }

  /** What was cut before it was masked is shorter than its room: its end must go all the same. */
  @Test
  void encode_secretAtTheEndOfWhatIsSearched_isNotSeenInPart() {
    LineEncoder encoder = encoder(LineFormat.ecs(), LIMIT);
    String secret = "4929-7226-5379-7141";
    for (int before = 24_400; before < 25_600; before += 5) {
      String text = "token=" + "t".repeat(before) + " " + secret + LONG;

      String line = line(encoder, PLACES.get("message"), text);

      assertThat(line).as("after %s", before).contains("token=***");
      assertThat(shows(line, secret)).as("after %s: %s", before, line).isFalse();
    }
  }

  @Test
  void encode_secretWhereALongTextIsMaskedWhole_isNotSeenInPart() {
    LineEncoder encoder = encoder(LineFormat.ecs(), 1 << 20);
    String secret = "4929-7226-5379-7141";
    for (int before = (64 << 10) - 30; before < (64 << 10) + 5; before++) {
      String line = line(encoder, PLACES.get("message"), "x".repeat(before) + secret + LONG);

      assertThat(shows(line, secret)).as("after %s", before).isFalse();
    }
  }

  @Test
  void encode_keyWhoseCutPartTellsThatItIsSecret_isMasked() {
    LineEncoder encoder = encoder(LineFormat.ecs(), 64 << 10);
    String key = "k".repeat(2_000) + "password";

    TestEvent event = new TestEvent().keyValue(key, "hunter2");
    out.reset();
    encoder.encode(event, out);

    assertThat(out.toString()).doesNotContain("hunter2").contains("***");
  }
}
