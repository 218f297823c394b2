package io.obs4j.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.Judge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The monitoring of the shop, judged by Prometheus' own tool. */
@Timeout(120)
class StackTest {

  private static final Path STACK = Path.of("stack", "prometheus");
  private static final String CASES = "shop-alerts-test.yml";

  @TempDir private Path changed;

  private static String promtool(int status, Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Judge.find("promtool").toString());
    command.addAll(List.of(arguments));
    Process promtool =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String findings = new String(promtool.getInputStream().readAllBytes(), UTF_8);
    assertThat(promtool.waitFor()).as(findings).isEqualTo(status);
    return findings;
  }

  @Test
  void configuration_withItsRules_isValid() throws Exception {
    assertThat(promtool(0, STACK, "check", "config", "prometheus.yml")).contains("6 rules found");
  }

  @Test
  void alerts_fireAndAreSilentAsTheirCasesSay() throws Exception {
    promtool(0, STACK, "test", "rules", CASES);
  }

  @Test
  void alerts_withAnotherThreshold_failTheirCases() throws Exception {
    Files.copy(STACK.resolve(CASES), changed.resolve(CASES));
    String rules = Files.readString(STACK.resolve("shop-alerts.yml"));
    Files.writeString(changed.resolve("shop-alerts.yml"), rules.replace("> 0.05", "> 0.5"));
    assertThat(promtool(1, changed, "test", "rules", CASES)).contains("HttpErrors");
  }
}
