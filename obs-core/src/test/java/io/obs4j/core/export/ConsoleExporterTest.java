package io.obs4j.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.Signal;
import io.obs4j.core.SpanEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConsoleExporterTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String IDS = "0af7651916cd43dd8448eb211c80319c b7ad6b7169203331";

  private final TestSignals signals = new TestSignals();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

  private static String line(TestSpan span) {
    StringBuilder line = new StringBuilder();
    SpanLine.append(span, line);
    return line.toString();
  }

  private List<String> printed() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void line_ofASpan_tellsItInOrder() {
    TestSpan span =
        TestSpan.named("GET /orders")
            .with(
                Attributes.builder()
                    .put("http.route", "/orders")
                    .put("http.response.status_code", 200)
                    .put("cached", true)
                    .put("share", 0.5)
                    .put("items", "a", "b")
                    .put(AttributeKey.valueKey("tree"), Value.of(Value.of("x"), Value.of(1)))
                    .build());

    assertThat(line(span))
        .startsWith(
            "1970-01-01T00:25:00Z " + IDS + " SERVER \"GET /orders\" 1.000ms UNSET cached=true")
        .contains(
            " http.route=\"/orders\"",
            " http.response.status_code=200",
            " items=\"[a, b]\"",
            " share=0.5",
            " tree=\"[\\\"x\\\",1]\"");
  }

  @Test
  void line_ofAFailure_tellsWhyAndWhatWasThrown() {
    TestSpan span =
        TestSpan.named("pay")
            .failing("card refused")
            .with(
                new SpanEvent(
                    0,
                    "exception",
                    Attributes.of(
                        AttributeKey.stringKey("exception.message"), "no funds",
                        AttributeKey.stringKey("exception.stacktrace"), "at a\nat b"),
                    0));

    assertThat(line(span))
        .endsWith(" ERROR \"card refused\" event=\"exception\" { exception.message=\"no funds\" }");
  }

  @Test
  void line_ofAnyDuration_hasTheUnitThatSuits() {
    long start = TestSpan.named("a").startEpochNanos();

    assertThat(line(TestSpan.named("a").endingAt(start))).contains(" 0.000us ");
    assertThat(line(TestSpan.named("a").endingAt(start + 12_045))).contains(" 12.045us ");
    assertThat(line(TestSpan.named("a").endingAt(start + 999_999_999))).contains(" 999.999ms ");
    assertThat(line(TestSpan.named("a").endingAt(start + 61_007_000_000L))).contains(" 61.007s ");
    assertThat(line(TestSpan.named("a").endingAt(start - 1_000_000))).contains(" -1.000ms ");
  }

  @Test
  void line_ofTextsThatForgeOne_staysOneLineOfVisibleCharacters() {
    String forged = "a\r\nb\u2028c\u001b[31m\u202ed\u0000\"\\\u0085é";
    String line =
        line(
            TestSpan.named(forged)
                .failing(forged)
                .with(Attributes.builder().put(forged, forged).put("a=b", 1).build()));

    assertThat(line.lines()).hasSize(1);
    assertThat(line)
        .contains(
            "\"a\\u000d\\u000ab\\u2028c\\u001b[31m\\u202ed\\u0000\\\"\\\\\\u0085é\"", " \"a=b\"=1");
    assertThat(line.chars().filter(Character::isISOControl)).isEmpty();
    assertThat(line).doesNotContain("\u2028", "\u202e");
  }

  @Test
  void spans_published_arePrintedInOrder() {
    ConsoleExporter exporter = ConsoleExporter.to(out);
    exporter.start(signals);
    signals.spans.publish(TestSpan.named("a"));
    assertThat(exporter.flush(LONG)).isTrue();
    signals.spans.publish(TestSpan.named("b"));
    exporter.close();
    exporter.close();
    signals.spans.publish(TestSpan.named("c"));

    assertThat(printed()).hasSize(2);
    assertThat(printed().get(0)).contains("\"a\"");
    assertThat(printed().get(1)).contains("\"b\"");
  }

  @Test
  void span_thatIsNotSampled_isPassedOverUncounted() {
    ConsoleExporter exporter = ConsoleExporter.to(out);
    exporter.start(signals);
    signals.spans.publish(TestSpan.named("a").unsampled());
    signals.spans.publish(TestSpan.named("b"));
    exporter.close();
    signals.spans.publish(TestSpan.named("c").unsampled());

    assertThat(printed()).singleElement().asString().contains("\"b\"");
    assertThat(signals.diagnostics.faultCount("batch.export")).isZero();
  }

  private static String line(TestLog log) {
    StringBuilder line = new StringBuilder();
    LogLine.append(log, line);
    return line.toString();
  }

  @Test
  void line_ofALog_tellsItInOrderWithoutTheStackTrace() {
    Attributes attributes =
        Attributes.of(
            AttributeKey.longKey("attempt"),
            2L,
            AttributeKey.stringKey("exception.stacktrace"),
            "at a\nat b");

    assertThat(line(TestLog.saying("no funds").with(attributes)))
        .isEqualTo(
            "1970-01-01T00:25:00Z " + IDS + " WARN \"io.acme.Orders\" \"no funds\" attempt=2");
  }

  @Test
  void line_ofABareEvent_hasTheTimeItWasTakenInAndNoIds() {
    TestLog log = new TestLog(0, 0, "device.crash", null, Attributes.empty(), "a");

    assertThat(line(log)).isEqualTo("1970-01-01T00:25:01Z - - WARN \"a\" event=\"device.crash\"");
  }

  @Test
  void line_ofALogThatForgesOne_staysOneLineOfVisibleCharacters() {
    String forged = "a\r\nb\u2028c\u001b[31m\u202ed\u0000\"\\\u0085é";
    Attributes attributes = Attributes.builder().put(forged, forged).build();
    String line = line(TestLog.saying(forged).by(forged).with(attributes));

    assertThat(line.lines()).hasSize(1);
    assertThat(line.chars().filter(Character::isISOControl)).isEmpty();
    assertThat(line).doesNotContain("\u2028", "\u202e");
  }

  @Test
  void logs_ofAnExporterOfLogs_arePrintedAndSpansAreNot() {
    ConsoleExporter exporter = ConsoleExporter.to(out, Set.of(Signal.LOGS));
    exporter.start(signals);
    signals.logs.publish(TestLog.saying("first"));
    signals.spans.publish(TestSpan.named("a"));
    assertThat(exporter.flush(LONG)).isTrue();
    signals.logs.publish(TestLog.saying("second"));
    exporter.close();
    signals.logs.publish(TestLog.saying("third"));

    assertThat(printed()).hasSize(2);
    assertThat(printed().get(0)).endsWith("\"first\"");
    assertThat(printed().get(1)).endsWith("\"second\"");
  }

  @Test
  void both_signals_arePrintedLineByLine() {
    ConsoleExporter exporter = ConsoleExporter.to(out, Set.of(Signal.TRACES, Signal.LOGS));
    exporter.start(signals);
    signals.spans.publish(TestSpan.named("a"));
    signals.logs.publish(TestLog.saying("b"));
    exporter.close();

    assertThat(printed()).hasSize(2);
  }

  @Test
  void signals_thatAreNotPrinted_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ConsoleExporter.to(out, Set.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConsoleExporter.to(out, Set.of(Signal.METRICS)))
        .withMessageContaining("METRICS");
  }

  @Test
  void stream_thatFails_isTold() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("closed pipe");
          }
        };
    ConsoleExporter exporter =
        ConsoleExporter.to(new PrintStream(broken, false, StandardCharsets.UTF_8));
    exporter.start(signals);
    signals.spans.publish(TestSpan.named("a"));

    exporter.close();
    assertThat(signals.diagnostics.faultCount("batch.export")).isEqualTo(1);
  }

  @Test
  void start_againOrAfterTheClose_isRefused() {
    ConsoleExporter exporter = ConsoleExporter.to(out);
    assertThat(exporter.flush(Duration.ZERO)).isTrue();
    exporter.start(signals);
    assertThatIllegalStateException().isThrownBy(() -> exporter.start(signals));
    exporter.close();

    ConsoleExporter closed = ConsoleExporter.create();
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> closed.start(signals))
        .withMessageContaining("Make a new one");
  }

  @Test
  void provider_isFoundByNameAndCarriesTracesAndLogs() {
    ExporterProvider provider =
        ServiceLoader.load(ExporterProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.name().equals("console"))
            .findFirst()
            .orElseThrow();
    assertThat(provider.signals()).containsExactlyInAnyOrder(Signal.TRACES, Signal.LOGS);

    Exporter exporter =
        provider.create(Set.of(Signal.TRACES), Environment.of(Map.of(), Diagnostics.create()));
    assertThat(exporter).isInstanceOf(ConsoleExporter.class);
    exporter.close();
  }
}
