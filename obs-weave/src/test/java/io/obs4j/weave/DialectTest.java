package io.obs4j.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.annotation.Timed;
import io.obs4j.Obs;
import io.obs4j.annotation.Woven;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The annotations that people have. */
@Timeout(60)
class DialectTest {

  private static final String LABELS =
      "class=\"io.obs4j.weave.Migrating\",method=\"%s\",tier=\"%s\"";

  @Test
  void weave_ofOthersAnnotations_recordsWhatTheySay() throws Exception {
    InMemoryExporter exporter = InMemoryExporter.create();
    String page;
    try (Obs obs = Obs.builder().service("s", "").environment(Map.of()).export(exporter).start()) {
      obs.installGlobal();
      var constructor =
          Fixtures.load(Loom.weave(Loom.classFiles(Migrating.class)))
              .loadClass(Migrating.class.getName())
              .getDeclaredConstructor();
      constructor.setAccessible(true);
      ((Runnable) constructor.newInstance()).run();
      page = Pages.of(obs);
    }

    assertThat(page)
        .contains("\nof_type_seconds_count{" + LABELS.formatted("run", "type") + "} 1\n")
        .contains("\norders_create_seconds_count{" + LABELS.formatted("timed", "gold") + "} 1\n")
        .contains(
            "\n"
                + "method_timed_seconds_count{class=\"io.obs4j.weave.Migrating\",method=\"sharing\"}"
                + " 1\n")
        .contains("\norders_count_total{class=\"io.obs4j.weave.Migrating\",method=\"counted\"} 1\n")
        .contains(
            "\norders_observed_seconds_count{" + LABELS.formatted("observed", "gold") + "} 1\n")
        .contains(
            "\nboth_time_seconds_count{class=\"io.obs4j.weave.Migrating\",method=\"both\"} 1\n")
        .doesNotContain("id=\"x\"");
    Map<String, SpanRecord> spans =
        exporter.spans().stream().collect(Collectors.toMap(SpanRecord::name, Function.identity()));
    assertThat(spans)
        .containsOnlyKeys("migrating.span", "Migrating$Inner.call", "observing", "both.span");
    SpanRecord span = spans.get("migrating.span");
    assertThat(span.attributes().toString())
        .isEqualTo(
            "{count=7, flag=true, id=\"o-1\", kind=\"B\", ratio=2.5, sizes=[1, 2], tags=[a, b]}");
    SpanRecord inner = spans.get("Migrating$Inner.call");
    assertThat(inner.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(inner.traceIdHex()).isNotEqualTo(span.traceIdHex());
    assertThat(spans.get("observing").attributes().toString())
        .isEqualTo("{class=\"io.obs4j.weave.Migrating\", method=\"observed\", tier=\"gold\"}");
  }

  @Test
  void weave_ofOthersAnnotations_takesThemAway() throws Exception {
    Class<?> woven =
        Loom.load(Loom.weave(Loom.classFiles(Migrating.class)))
            .loadClass(Migrating.class.getName());

    assertThat(woven.isAnnotationPresent(Timed.class)).isFalse();
    assertThat(woven.getDeclaredMethods())
        .noneMatch(method -> method.isAnnotationPresent(Timed.class))
        .noneMatch(method -> method.isAnnotationPresent(WithSpan.class));
    assertThat(Marks.of(woven))
        .containsExactlyInAnyOrder(
            "run", "span", "timed", "sharing", "counted", "observed", "both");
  }

  @Test
  void weave_ofBridges_takesOthersAnnotationsAwayFromThem() throws Exception {
    Map<String, String> sources =
        Map.of(
            "shop.Generic",
            """
            package shop;
            import io.opentelemetry.instrumentation.annotations.*;
            public class Generic implements java.util.function.Function<String, String> {
              @WithSpan @Deprecated
              public String apply(@SpanAttribute("of") String of) { return of; }
            }
            """,
            "shop.Hidden",
            """
            package shop;
            import io.opentelemetry.instrumentation.annotations.*;
            class Hidden { @WithSpan public void seen(@SpanAttribute("of") String of) {} }
            """,
            "shop.Seen",
            "package shop; public class Seen extends Hidden {}");
    Map<String, byte[]> compiled = Sources.compile(17, sources);

    Map<String, byte[]> woven = Loom.weave(compiled);

    assertThat(annotations(compiled)).contains("apply " + WithSpan.class.getName());
    assertThat(annotations(woven))
        .containsExactlyInAnyOrder(
            "apply " + Woven.class.getName(),
            "apply " + Deprecated.class.getName(),
            "apply " + Deprecated.class.getName(),
            "seen " + Woven.class.getName());
    assertThat(Loom.weave(woven).get("shop.Seen")).isEqualTo(woven.get("shop.Seen"));
  }

  /** Of all methods, bridges too, and of their parameters. */
  private static List<String> annotations(Map<String, byte[]> files) throws Exception {
    ClassLoader loader = Fixtures.load(files);
    List<String> annotations = new ArrayList<>();
    for (String type : files.keySet()) {
      for (Method method : loader.loadClass(type).getDeclaredMethods()) {
        Stream.concat(
                Stream.of(method.getAnnotations()),
                Stream.of(method.getParameterAnnotations()).flatMap(Stream::of))
            .forEach(
                each -> annotations.add(method.getName() + ' ' + each.annotationType().getName()));
      }
    }
    return annotations;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          @Timed(longTask = true) void a() {}                    | has @Timed(longTask = true), which weaving has no counterpart of
          @Timed("a") @Timed("b") void a() {}                    | has several of Micrometer's @Timed
          @Counted(recordFailuresOnly = true) void a() {}        | has @Counted(recordFailuresOnly = true)
          @Timed(extraTags = "a") void a() {}                    | has extraTags [a], but they must be names and values by turns
          @Timed void a(@MeterTag("x") String x) {}              | has @MeterTag, which weaving does not know; use @Label
          @Observed void a(@ObservationKeyValue("x") String x) {} | has @ObservationKeyValue, which weaving does not know
          @Timed @io.obs4j.annotation.Timed void a() {}          | which say the same; remove one
          @WithSpan Orders() {}                                  | Orders.<init>() is a constructor, which cannot be woven
          @AddingSpanAttributes void a() {}                      | has @AddingSpanAttributes, which weaving does not know
          @WithSpan void a(@SpanAttribute String x) {}           | has @SpanAttribute without a name on parameter 0; name it, or compile with -parameters
          @Timed void a(@SpanAttribute("x") String x) {}         | has @SpanAttribute, but no span
          """)
  void weave_ofWhatHasNoCounterpart_fails(String body, String message) {
    String source =
        "package shop; import io.micrometer.core.annotation.*; import io.micrometer.core.aop.*;"
            + " import io.micrometer.observation.annotation.*;"
            + " import io.opentelemetry.instrumentation.annotations.*; class Orders { "
            + body.strip()
            + " }";
    Map<String, byte[]> files = Sources.compile(17, Map.of("shop.Orders", source));

    assertThatThrownBy(() -> Loom.weave(files))
        .rootCause()
        .isInstanceOf(WeavingException.class)
        .hasMessageContaining(message.strip());
  }

  /** That of before 2.14. */
  @Test
  void withSpan_ofAnOlderLibrary_isUnderstood() throws Exception {
    Map<String, byte[]> woven =
        Loom.weave(
            Sources.compile(
                17,
                Map.of(
                    "io.opentelemetry.instrumentation.annotations.WithSpan",
                    """
                    package io.opentelemetry.instrumentation.annotations;
                    public @interface WithSpan {
                      String value() default "";
                      io.opentelemetry.api.trace.SpanKind kind()
                          default io.opentelemetry.api.trace.SpanKind.INTERNAL;
                    }
                    """,
                    "old.Old",
                    """
                    package old;
                    public class Old {
                      @io.opentelemetry.instrumentation.annotations.WithSpan("old")
                      public void call() {}
                    }
                    """)));

    assertThat(Loom.load(woven).loadClass("old.Old").getMethod("call").getAnnotations())
        .hasOnlyElementsOfType(Woven.class)
        .hasSize(1);
  }
}
