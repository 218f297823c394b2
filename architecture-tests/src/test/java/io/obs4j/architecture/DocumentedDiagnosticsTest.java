package io.obs4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever the library counts of itself is explained: its metrics, kinds of faults and reasons of
 * refusals and drops stand in the tables of {@code docs/errors-and-diagnostics.md}, the variables
 * that it reads in those of {@code docs/configuration.md}.
 */
class DocumentedDiagnosticsTest {

  private static final Path ROOT = Path.of("..");
  private static final PathMatcher SOURCES =
      FileSystems.getDefault().getPathMatcher("glob:../obs*/src/main/java/**.java");

  private static final Pattern SELF_METRIC = Pattern.compile("\"(obs(?:\\.[a-z]+)+)\"");
  private static final Pattern FAULT_KIND =
      Pattern.compile("(?:String FAULT\\w* =|[.]fault\\()\\s*\"([^\"]+)\"");

  private static final Pattern VARIABLE = Pattern.compile("\"((?:OTEL|OBS)_[A-Z_]*[A-Z])\"");

  private static final Pattern REASON =
      Pattern.compile("^  [A-Z_]+\\(\\s*\"([a-z_]+)\"", Pattern.MULTILINE);

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> java = files.filter(SOURCES::matches).toList();
      StringBuilder all = new StringBuilder();
      for (Path file : java) {
        all.append(Files.readString(file));
      }
      return all.toString();
    }
  }

  private static Set<String> found(Pattern pattern, String sources) {
    return pattern
        .matcher(sources)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> undocumented(Pattern pattern, String sources, String page) {
    Set<String> missing = found(pattern, sources);
    missing.removeIf(name -> page.contains("\n| `" + name + "` |"));
    return missing;
  }

  private static String configuration() throws IOException {
    return Files.readString(ROOT.resolve("docs/configuration.md"));
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/errors-and-diagnostics.md"));
  }

  /** Properties of Spring look like them, and stand on a page of their own. */
  @Test
  void selfMetrics_ofAllModules_areDocumented() throws IOException {
    String properties = Files.readString(ROOT.resolve("docs/spring-boot.md"));
    assertThat(undocumented(SELF_METRIC, sources(), page() + properties)).isEmpty();
  }

  @Test
  void faultKinds_ofAllModules_areDocumented() throws IOException {
    assertThat(undocumented(FAULT_KIND, sources(), page())).isEmpty();
  }

  @Test
  void reasonsOfRefusal_areDocumented() throws IOException {
    assertThat(undocumented(REASON, refusals(), page())).isEmpty();
  }

  @Test
  void reasonsOfDrops_areDocumented() throws IOException {
    String reasons =
        Files.readString(ROOT.resolve("obs-core/src/main/java/io/obs4j/core/DropReason.java"));
    assertThat(found(REASON, reasons)).contains("queue_full", "abandoned");
    assertThat(undocumented(REASON, reasons, page())).isEmpty();
  }

  private static String refusals() throws IOException {
    return Files.readString(
        ROOT.resolve("obs-metrics/src/main/java/io/obs4j/metrics/Refusal.java"));
  }

  @Test
  void variables_ofAllModules_areDocumented() throws IOException {
    assertThat(undocumented(VARIABLE, sources(), configuration())).isEmpty();
  }

  @Test
  void sources_haveAllToFind() throws IOException {
    assertThat(found(REASON, refusals())).contains("negative", "limit");
    assertThat(found(SELF_METRIC, sources())).contains("obs.faults");
    assertThat(found(FAULT_KIND, sources())).contains("environment");
  }

  @Test
  void undocumented_ofPlantedNames_findsThem() throws IOException {
    String planted =
        """
        static final String FAULT_OF_X = "planted.constant";
        diagnostics.fault(
            "planted.literal", subject, message);
        metrics.counter("obs.planted", "", "", none);
        environment.flag("OBS_PLANTED");
          PLANTED(
              "planted", "remedy"),
        """;

    assertThat(undocumented(FAULT_KIND, planted, page()))
        .containsExactly("planted.constant", "planted.literal");
    assertThat(undocumented(SELF_METRIC, planted, page())).containsExactly("obs.planted");
    assertThat(undocumented(VARIABLE, planted, configuration())).containsExactly("OBS_PLANTED");
    assertThat(undocumented(REASON, planted, page())).containsExactly("planted");
  }
}
