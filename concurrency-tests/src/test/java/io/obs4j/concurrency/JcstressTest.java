package io.obs4j.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Runs every class of this module that is annotated with {@code @JCStressTest}, in JVMs of their
 * own.
 *
 * <p>{@code -Djcstress.effort=thorough}, which the profile {@code stress} sets, tries every
 * compilation mode for longer, {@code none} tries nothing; {@code -Djcstress.tests=REGEX} selects.
 */
class JcstressTest {

  /** The compiler reorders at random whatever the memory model lets it reorder. */
  private static final String RANDOM_ORDER =
      "-XX:+UnlockDiagnosticVMOptions -XX:+StressLCM -XX:+StressGCM -XX:+StressIGVN -XX:+StressCCP";

  private static final List<String> BRIEF =
      List.of(
          "-m",
          "quick",
          "-iters",
          "1",
          "-f",
          "1",
          "-fsm",
          "1",
          "-sc",
          "false",
          "-jvmArgs",
          RANDOM_ORDER);

  private static final List<String> THOROUGH = List.of("-m", "default");

  private static final String EFFORT = System.getProperty("obs4j.races", "brief");

  @Test
  void everyStressTest_twoCores_showsOnlyAcceptableOutcomes() throws Exception {
    assumeFalse(EFFORT.equals("none"), "jcstress.effort=none: races are not looked for");
    Path directory = Files.createDirectories(Path.of("target", "jcstress"));
    Path log = directory.resolve("jcstress.log");

    Process process =
        new ProcessBuilder(command())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exitValue = process.waitFor();

    String output = Files.readString(log);
    assertThat(exitValue).as(output).isZero();
    assertThat(output)
        .contains("Failed tests: No matches.", "Error tests: No matches.")
        .containsPattern("All remaining tests: [1-9][0-9]* matching");
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath()));
    command.add("org.openjdk.jcstress.Main");
    command.addAll(List.of("-c", "2", "-r", "report"));
    command.addAll(List.of("-t", System.getProperty("jcstress.tests", ".*")));
    command.addAll(EFFORT.equals("thorough") ? THOROUGH : BRIEF);
    return command;
  }

  /** jcstress lists every directory on its class path, and fails on one that is not there. */
  private static String classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> Files.exists(Path.of(entry)))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
