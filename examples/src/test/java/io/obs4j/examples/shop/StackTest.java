package io.obs4j.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.Judge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The monitoring of the shop, as far as it can be judged without running it. */
@Timeout(120)
class StackTest {

  private static final Path STACK = Path.of("stack");
  private static final Path PROMETHEUS = STACK.resolve("prometheus");
  private static final String CASES = "shop-alerts-test.yml";

  @TempDir private Path changed;

  private static String promtool(int status, Path directory, String... arguments)
      throws IOException, InterruptedException {
    return ask("promtool", status, directory, arguments);
  }

  private static String ask(String judge, int status, Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Judge.find(judge).toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String findings = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(findings).isEqualTo(status);
    return findings;
  }

  private static List<String> lines(String pattern, String file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(STACK.resolve(file)))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void configuration_withItsRules_isValid() throws Exception {
    assertThat(promtool(0, PROMETHEUS, "check", "config", "prometheus.yml"))
        .contains("7 rules found");
  }

  @Test
  void alerts_fireAndAreSilentAsTheirCasesSay() throws Exception {
    promtool(0, PROMETHEUS, "test", "rules", CASES);
  }

  @Test
  void alerts_withAnotherThreshold_failTheirCases() throws Exception {
    Files.copy(PROMETHEUS.resolve(CASES), changed.resolve(CASES));
    String rules = Files.readString(PROMETHEUS.resolve("shop-alerts.yml"));
    Files.writeString(changed.resolve("shop-alerts.yml"), rules.replace("> 0.05", "> 0.5"));
    assertThat(promtool(1, changed, "test", "rules", CASES)).contains("HttpErrors");
  }

  @Test
  void wayOfAlerts_isValid() throws Exception {
    Path directory = STACK.resolve("alertmanager");
    assertThat(ask("amtool", 0, directory, "check-config", "alertmanager.yml"))
        .contains("1 receivers", "1 inhibit rules");
  }

  @Test
  void wayOfAlerts_toAReceiverThatIsNotThere_isRefused() throws Exception {
    String config = Files.readString(STACK.resolve("alertmanager/alertmanager.yml"));
    Files.writeString(changed.resolve("a.yml"), config.replace("receiver: log", "receiver: pager"));
    assertThat(ask("amtool", 1, changed, "check-config", "a.yml")).contains("pager");
  }

  @Test
  void dashboard_asksOnlyDataSourcesThatAreThere() throws Exception {
    List<String> present =
        lines("(?m)^    uid: (.+)$", "grafana/provisioning/datasources/stack.yaml");
    Dashboard dashboard = Dashboard.read(STACK.resolve("grafana/dashboards/shop.json"));
    assertThat(present).contains("prometheus", "jaeger", "alertmanager");
    assertThat(dashboard.dataSources()).isNotEmpty().isSubsetOf(present);
  }

  @Test
  void containers_haveVersions() throws Exception {
    assertThat(lines("image: (.+)", "compose.yaml"))
        .hasSize(11)
        .allMatch(image -> image.matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+"));
  }

  @Test
  void passwords_areNowhere() throws Exception {
    assertThat(lines("_PASSWORD: (.+)", "compose.yaml"))
        .hasSize(7)
        .allMatch(password -> password.matches("\\$\\{[A-Z]+_PASSWORD:\\?see \\.env\\.example}"));
    assertThat(lines("PASSWORD=(.*)", ".env.example")).hasSize(4).containsOnly("");
  }

  /** What stands before the port, which is nothing or [::] where everybody is let in. */
  private static final String ADDRESS =
      "(?i)(?:https?://|(?:host|endpoint): \"?(?!https?://)|host => \"|addr(?:ess)?[:=] ?(?=[\\w\\[:]))"
          + "(\\[.*?]|[\\w.-]*)";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endpoint: \":4318\"",
        "endpoint: :4318",
        "endpoint: 10.0.0.1:4318",
        "endpoint: \"[::]:4318\"",
        "http://10.0.0.1:4318/path",
        "host: 10.0.0.1",
        "host => \"10.0.0.1\"",
        "address: 10.0.0.1",
      })
  void addresses_plantedOneThatOthersReach_isFound(String line) {
    Matcher address = Pattern.compile(ADDRESS).matcher(line);
    assertThat(address.find()).isTrue();
    assertThat(address.group(1)).isNotEqualTo("127.0.0.1");
  }

  @Test
  void addresses_areThoseOfThisMachineAlone() throws Exception {
    List<String> files =
        List.of(
            "compose.yaml",
            "prometheus/prometheus.yml",
            "alertmanager/alertmanager.yml",
            "collector/config.yaml",
            "jaeger/config.yaml",
            "grafana/provisioning/datasources/stack.yaml",
            "logstash/pipeline/shop.conf",
            "filebeat/filebeat.yml");
    for (String file : files) {
      assertThat(lines(ADDRESS, file)).as(file).allMatch("127.0.0.1"::equals);
      assertThat(Files.readString(STACK.resolve(file))).doesNotContain("0.0.0.0", "localhost");
    }
  }
}
