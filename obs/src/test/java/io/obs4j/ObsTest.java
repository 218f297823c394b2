package io.obs4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.ManualClock;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.Resource;
import io.obs4j.core.Signals;
import io.obs4j.metrics.Rules;
import io.opentelemetry.api.common.AttributeKey;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ObsTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final LogRecorder log = new LogRecorder();
  private final List<String> events = new CopyOnWriteArrayList<>();

  private ObsBuilder builder() {
    return builder(Map.of());
  }

  private ObsBuilder builder(Map<String, String> variables) {
    return Obs.builder().environment(variables).diagnostics(Diagnostics.loggingTo(log));
  }

  private ScriptedExporter exporter(String name) {
    return new ScriptedExporter(name, events);
  }

  @Test
  void start_givesExportersWhatWasBuilt() {
    ManualClock clock = ManualClock.at(Instant.EPOCH);
    Diagnostics diagnostics = Diagnostics.create();
    ScriptedExporter exporter = exporter("a");
    try (Obs obs =
        builder()
            .service("orders", "1.4.2")
            .resource(facts -> facts.attribute("deployment.environment.name", "test"))
            .clock(clock)
            .diagnostics(diagnostics)
            .export(exporter)
            .start()) {
      Signals signals = exporter.signals;
      assertThat(signals.metrics()).isSameAs(obs.metrics());
      assertThat(signals.clock()).isSameAs(clock);
      assertThat(signals.diagnostics()).isSameAs(diagnostics).isSameAs(obs.diagnostics());
      assertThat(signals.resource()).isSameAs(obs.resource());
      assertThat(signals.strict()).isFalse();
      assertThat(obs.metrics().diagnostics()).isSameAs(diagnostics);
      assertThat(obs.resource().attributes().asMap())
          .containsEntry(Resource.SERVICE_NAME, "orders")
          .containsEntry(Resource.SERVICE_VERSION, "1.4.2")
          .containsEntry(AttributeKey.stringKey("deployment.environment.name"), "test");
    }
  }

  @Test
  void start_withoutExporters_exportsNothing() {
    try (Obs obs = builder().start()) {
      obs.metrics().counter("orders").create().increment();
      assertThat(obs.flush(LONG)).isTrue();
    }
    assertThat(log.lines).isEmpty();
  }

  @Test
  void start_codeAndEnvironment_codeWins() {
    Map<String, String> variables =
        Map.of(
            "OTEL_SERVICE_NAME", "from-variable", "OTEL_RESOURCE_ATTRIBUTES", "team=a,tier=gold");
    try (Obs obs =
        builder(variables)
            .service("from-code", "")
            .resource(facts -> facts.attribute("tier", "silver"))
            .start()) {
      assertThat(obs.resource().attributes().asMap())
          .containsEntry(Resource.SERVICE_NAME, "from-code")
          .containsEntry(AttributeKey.stringKey("team"), "a")
          .containsEntry(AttributeKey.stringKey("tier"), "silver")
          .doesNotContainKey(Resource.SERVICE_VERSION);
    }
  }

  @Test
  void start_metricsSettings_areApplied() {
    try (Obs obs = builder().metrics(m -> m.limit(1)).metrics(m -> m.exemplars(false)).start()) {
      var family = obs.metrics().counter("orders").labels("country");
      family.of("de").increment();
      family.of("fr").increment();
      List<Object> countries = new ArrayList<>();
      family.removeIf(labels -> countries.add(labels.get(AttributeKey.stringKey("country"))));
      assertThat(countries).contains("de").doesNotContain("fr");
    }
  }

  @Test
  void start_runtimeMetrics_areShownUntilTheClose() {
    try (Obs obs = builder().start()) {
      assertThat(families(obs)).doesNotContain("jvm.thread.count");
    }
    try (Obs obs = builder(Map.of("OBS_RUNTIME_METRICS", "true")).runtimeMetrics(false).start()) {
      assertThat(families(obs)).doesNotContain("jvm.thread.count");
    }
    Obs closed;
    try (Obs obs = builder(Map.of("OBS_RUNTIME_METRICS", "true")).start()) {
      assertThat(families(obs)).contains("jvm.thread.count");
      closed = obs;
    }
    assertThat(families(closed)).doesNotContain("jvm.thread.count");
  }

  @Test
  void start_rulesOfTheEnvironment_areApplied(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("rules"), "deny orders\nbake bread\n");
    Map<String, String> variables = Map.of("OBS_METRICS_RULES", file.toString());
    try (Obs obs = builder(variables).start()) {
      obs.metrics().counter("orders").create().increment();
      obs.metrics().counter("returns").create().increment();
      assertThat(families(obs)).contains("returns").doesNotContain("orders");
    }
    assertThat(log.lines).singleElement().asString().contains("bake");
    assertThatIllegalArgumentException().isThrownBy(builder(variables).strict()::start);
  }

  @Test
  void start_rulesInCodeAndInTheFile_bothApplyAndTheFileHasTheLastWord(@TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("rules"), "deny orders\nrename b of-file\n");
    try (Obs obs =
        builder(Map.of("OBS_METRICS_RULES", file.toString()))
            .metrics(m -> m.rules(Rules.parse("rename a of-code\nrename b of-code.too")))
            .metrics(m -> m.rules(Rules.parse("deny returns")))
            .start()) {
      for (String name : List.of("orders", "returns", "a", "b")) {
        obs.metrics().counter(name).create().increment();
      }
      assertThat(families(obs))
          .contains("of-code", "of-file")
          .doesNotContain("orders", "returns", "a", "b", "of-code.too");
    }
  }

  @Test
  void start_rulesThatCannotBeRead_areReported(@TempDir Path directory) {
    Map<String, String> variables =
        Map.of("OBS_METRICS_RULES", directory.resolve("absent").toString());
    builder(variables).start().close();
    assertThat(log.lines).singleElement().asString().contains("absent");
    assertThatIllegalArgumentException()
        .isThrownBy(builder(variables).strict()::start)
        .withMessageContaining("OBS_METRICS_RULES=");
  }

  private static List<String> families(Obs obs) {
    List<String> names = new ArrayList<>();
    MetricVisitor visitor =
        (MetricVisitor)
            Proxy.newProxyInstance(
                ObsTest.class.getClassLoader(),
                new Class<?>[] {MetricVisitor.class},
                (proxy, method, values) -> {
                  if (values[0] instanceof MetricFamily family) {
                    names.add(family.name());
                  }
                  return null;
                });
    obs.metrics().visit(visitor);
    return names;
  }

  @Test
  void start_exporterThrows_closesItAndThoseBeforeItAndThrows() {
    ObsBuilder builder =
        builder()
            .export(exporter("a"))
            .export(
                exporter("b")
                    .onStart(
                        () -> {
                          throw new IllegalStateException("started already");
                        }))
            .export(exporter("c"));

    assertThatIllegalStateException().isThrownBy(builder::start).withMessage("started already");
    assertThat(events).containsExactly("start a", "start b", "close b", "close a");
  }

  @Test
  void start_disabled_startsNoExporter() {
    ScriptedExporter exporter = exporter("a");
    try (Obs obs =
        builder(Map.of("OTEL_SDK_DISABLED", "true", "OTEL_METRICS_EXPORTER", "recording"))
            .export(exporter)
            .exportFromEnvironment()
            .start()) {
      obs.metrics().counter("orders").create().increment();
      assertThat(families(obs)).doesNotContain("orders");
      assertThat(obs.flush(LONG)).isTrue();
    }
    assertThat(events).isEmpty();
    assertThat(log.lines).singleElement().asString().contains("INFO OTEL_SDK_DISABLED=true");
  }

  @Test
  void start_malformedVariable_isCountedAndSaidOnce() {
    try (Obs obs = builder(Map.of("OTEL_SDK_DISABLED", "yes")).start()) {
      assertThat(obs.diagnostics().faultCount(Environment.FAULT)).isEqualTo(1);
    }
    assertThat(log.lines)
        .singleElement()
        .asString()
        .contains("WARNING OTEL_SDK_DISABLED=yes is not true or false");
  }

  @Test
  void start_malformedVariableAndStrict_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(builder(Map.of("OTEL_SDK_DISABLED", "yes")).strict()::start)
        .withMessageContaining("OTEL_SDK_DISABLED=yes");
    assertThatIllegalArgumentException()
        .isThrownBy(builder(Map.of("OTEL_SDK_DISABLED", "1", "OBS_STRICT", "true"))::start)
        .withMessageContaining("OTEL_SDK_DISABLED=1");
  }

  @Test
  void start_strict_tellsExporters() {
    ScriptedExporter exporter = exporter("a");
    builder().strict().export(exporter).start().close();
    assertThat(exporter.signals.strict()).isTrue();
  }

  @Test
  void export_sameTwice_throws() {
    ScriptedExporter exporter = exporter("a");
    ObsBuilder builder = builder().export(exporter);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.export(exporter))
        .withMessageContaining("added twice");
  }

  @Test
  void builder_nullOrBlank_throwsAtOnce() {
    assertThatThrownBy(() -> builder().export(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder().clock(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder().diagnostics(null)).isInstanceOf(NullPointerException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> builder().service(" ", "1"));
  }

  @Test
  void metrics_afterClose_recordsWithoutThrowing() {
    Obs obs = builder().start();
    obs.close();
    obs.metrics().counter("late").create().increment();
    assertThat(obs.flush(LONG)).isTrue();
  }

  @Test
  void start_again_throwsAndLeavesTheFirstRunning() {
    ObsBuilder builder = builder().export(exporter("a"));
    try (Obs obs = builder.start()) {
      assertThat(obs).isNotNull();
      assertThatIllegalStateException().isThrownBy(builder::start).withMessageContaining("start");
      assertThat(events).containsExactly("start a");
    }
  }
}
