package io.obs4j.benchmarks;

import io.obs4j.slf4j.ObsServiceProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Answers the questions whose names match a pattern: checks that all sides do the same, measures
 * them in turn, and prints one line per comparison.
 */
public final class Bench {

  private Bench() {}

  /**
   * Runs the benchmarks. The status is 1 if a side does not do the same as ours, 2 if nothing
   * matches.
   *
   * @param arguments {@code [--quick] [--virtual] [PATTERN]}
   * @throws IOException if a side cannot be started
   */
  public static void main(String[] arguments) throws IOException {
    run(Questions.ALL, arguments);
  }

  static void run(List<Question> all, String[] arguments) throws IOException {
    // Several are on the class path; questions about logs ask each of them by itself.
    System.setProperty("slf4j.provider", ObsServiceProvider.class.getName());
    System.setProperty("slf4j.internal.verbosity", "WARN");
    List<String> rest = new ArrayList<>(List.of(arguments));
    boolean quick = rest.remove("--quick");
    boolean virtualThreads = rest.remove("--virtual");
    Pattern pattern = Pattern.compile(rest.isEmpty() ? "" : rest.get(0));
    List<Question> chosen =
        all.stream().filter(question -> pattern.matcher(question.name()).find()).toList();
    if (chosen.isEmpty()) {
      System.err.println("None of these questions matches " + pattern + ":");
      all.forEach(question -> System.err.println("  " + question.name()));
      System.exit(2);
    }
    if (!areValid(chosen)) {
      System.exit(1);
    }
    Path results = Path.of("benchmarks", "results", Instant.now().toString().replace(':', '-'));
    Files.createDirectories(results);
    Run run = new Run(quick, virtualThreads, results);
    List<String> lines = new ArrayList<>();
    for (Question question : chosen) {
      System.out.println(question.name() + " ...");
      for (Ratio ratio : question.answer(run)) {
        System.out.println(ratio.line());
        lines.add(ratio.line());
      }
    }
    Files.write(results.resolve("ratios.txt"), lines);
    System.out.println();
    lines.forEach(System.out::println);
    System.out.println("JMH's own results are in " + results);
  }

  private static boolean areValid(List<Question> questions) {
    boolean valid = true;
    for (Question question : questions) {
      for (String fault : Equivalence.faults(question.name(), question.outcomes())) {
        System.out.println("INVALID " + fault);
        valid = false;
      }
    }
    return valid;
  }
}
