package io.obs4j.judges;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a program that judges what we produce.
 *
 * <p>Where it is absent the test that asked says that it was skipped; with {@code
 * OBS4J_REQUIRE_JUDGES=true} in the environment, as in {@code .ci/run}, it fails.
 */
public final class Judge {

  private Judge() {}

  /**
   * The program, which is on the search path of this machine.
   *
   * @param program such as {@code promtool}
   * @return where it is
   * @throws org.opentest4j.TestAbortedException if it is absent, to skip the test
   * @throws AssertionError if it is absent although judges are required
   */
  public static Path find(String program) {
    return find(program, System.getenv("PATH"), isRequired());
  }

  static Path find(String program, @Nullable String searchPath, boolean required) {
    Optional<Path> found =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(searchPath == null ? "" : searchPath)
            .map(directory -> Path.of(directory, program))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    return absent(program + " is not installed: what it judges is not tested here", required);
  }

  /**
   * What a judge needs beside its program.
   *
   * @param file that is there once it is installed
   * @param remedy how to install it, such as a command
   * @return the file
   * @throws org.opentest4j.TestAbortedException if it is absent, to skip the test
   * @throws AssertionError if it is absent although judges are required
   */
  public static Path find(Path file, String remedy) {
    return find(file, remedy, isRequired());
  }

  static Path find(Path file, String remedy, boolean required) {
    return Files.exists(file)
        ? file
        : absent(file + " is absent: what needs it is not tested here; try " + remedy, required);
  }

  private static boolean isRequired() {
    return "true".equals(System.getenv("OBS4J_REQUIRE_JUDGES"));
  }

  private static Path absent(String absent, boolean required) {
    return required ? fail(absent + ", although OBS4J_REQUIRE_JUDGES is true") : abort(absent);
  }
}
