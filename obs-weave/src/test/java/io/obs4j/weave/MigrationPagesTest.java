package io.obs4j.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.judges.PageCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages on the annotations of others show is woven, and says what they tell. */
@Timeout(60)
class MigrationPagesTest {

  @ParameterizedTest
  @CsvSource({
    "migrating-from-withspan, FromWithSpan",
    "migrating-from-micrometer-annotations, FromMicrometer"
  })
  void page_showsCodeThatIsWoven(String name, String type) throws Exception {
    String page = Files.readString(Path.of("../docs/" + name + ".md"));

    assertThat(PageCode.blocks(page)).isGreaterThanOrEqualTo(2);
    assertThat(PageCode.notIn(page, Path.of("src/test/java/io/obs4j/weave/" + type + ".java")))
        .isEmpty();
  }

  /** What a woven class answers, the page of Prometheus, and the spans. */
  private record Outcome(String answer, String page, List<String> spans) {}

  @SuppressWarnings("unchecked")
  private static Outcome outcome(Class<? extends UnaryOperator<String>> type, int spans)
      throws Exception {
    InMemoryExporter exporter = InMemoryExporter.create();
    try (Obs obs = Obs.builder().service("s", "").environment(Map.of()).export(exporter).start()) {
      obs.installGlobal();
      var constructor = Loom.weave(type).getDeclaredConstructor();
      constructor.setAccessible(true);
      String answer = ((UnaryOperator<String>) constructor.newInstance()).apply("7");
      List<String> recorded =
          exporter.awaitSpans(spans, Duration.ofSeconds(30)).stream()
              .map(MigrationPagesTest::text)
              .toList();
      return new Outcome(answer, Pages.of(obs), recorded);
    }
  }

  private static String text(SpanRecord span) {
    return span.name() + ' ' + span.attributes();
  }

  @Test
  void withSpan_asOnThePage_isASpanAndATimer() throws Exception {
    Outcome outcome = outcome(FromWithSpan.class, 2);

    assertThat(outcome.answer).isEqualTo("gold paid order 7");
    assertThat(outcome.spans)
        .containsExactlyInAnyOrder(
            "order.create {order.id=\"7\"}", "order.pay {order.id=\"order 7\", tier=\"gold\"}");
    assertThat(outcome.page)
        .contains("\norder_pay_duration_seconds_count{tier=\"gold\"} 1\n")
        .doesNotContain("order_id");
  }

  @Test
  void micrometer_asOnThePage_isTimersAndASpan() throws Exception {
    Outcome outcome = outcome(FromMicrometer.class, 1);

    String type = "class=\"" + FromMicrometer.class.getName() + "\",method=\"";
    assertThat(outcome.answer).isEqualTo("found gold, paid order 7");
    assertThat(outcome.spans).singleElement().asString().startsWith("pay order {");
    assertThat(outcome.page)
        .contains("\norders_place_seconds_count{" + type + "place\"} 1\n")
        .contains("\norders_pay_seconds_count{" + type + "pay\"} 1\n")
        .contains("\norders_find_seconds_count{" + type + "find\",tier=\"gold\"} 1\n");
  }
}
