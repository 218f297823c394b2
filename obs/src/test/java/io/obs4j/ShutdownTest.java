package io.obs4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when the JVM goes down. */
@Timeout(60)
class ShutdownTest {

  /** A service that forgets to close. */
  public static final class Service {

    private Service() {}

    /** Starts, with a hook if the argument says so, and exits. */
    public static void main(String[] arguments) {
      ScriptedExporter exporter =
          new ScriptedExporter("told", new ArrayList<>())
              .onClose(() -> System.out.println("closed"));
      ObsBuilder builder = Obs.builder().export(exporter);
      if (arguments[0].equals("hooked")) {
        builder.closeOnShutdown();
      }
      builder.start();
      System.exit(0);
    }
  }

  private static String run(String argument) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Service.class.getName(),
                argument)
            .redirectErrorStream(true)
            .start();
    try {
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void exit_withHook_closes() throws Exception {
    assertThat(run("hooked")).isEqualTo("closed" + System.lineSeparator());
  }

  @Test
  void exit_withoutHook_leavesItToTheService() throws Exception {
    assertThat(run("unhooked")).isEmpty();
  }
}
