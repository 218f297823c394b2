package io.obs4j.core.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a process that is killed, and how two keep out of each other's way. */
@Timeout(120)
class SpillProcessTest {

  private static final long LIMIT = 64 << 20;

  @TempDir Path parent;

  /** Keeps one request after another, and says of each that it is kept, until it is killed. */
  static final class Child {
    public static void main(String[] arguments) {
      Spill spill = new Spills(Path.of(arguments[0])).open(LIMIT);
      for (int i = 0; ; i++) {
        if (Spills.add(spill, i + " " + "x".repeat(i % 5_000))) {
          System.out.println(i);
        }
      }
    }
  }

  /** Tries once. */
  static final class Other {
    public static void main(String[] arguments) {
      Spill spill = new Spills(Path.of(arguments[0])).tryOpen(LIMIT);
      System.exit(spill == null ? 3 : 0);
    }
  }

  private Process child() throws Exception {
    return start(Child.class);
  }

  private Process start(Class<?> main) throws Exception {
    return new ProcessBuilder(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                parent.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void open_afterAProcessWasKilled_givesAllThatItWasToldWereKept() throws Exception {
    Process child = child();
    int told = -1;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        told = Integer.parseInt(line);
        if (told == 2_000) {
          child.toHandle().destroyForcibly(); // Which leaves what it has said to be read.
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(told).isGreaterThanOrEqualTo(2_000);

    Spills spills = new Spills(parent);
    Spill spill = spills.open(LIMIT);
    List<String> texts = Spills.takeAll(spill);

    // The last may be kept and not told, or be torn, which is no more than one fault.
    assertThat(texts.size()).isBetween(told + 1, told + 2);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(texts.get(i)).isEqualTo(i + " " + "x".repeat(i % 5_000));
    }
    assertThat(spills.faults()).isLessThanOrEqualTo(1);
    spill.close();
  }

  /** The system forgets the lock of a process as soon as that closes any descriptor of the file. */
  @Test
  void open_afterASecondOfThisProcessWasRefused_keepsOtherProcessesOut() throws Exception {
    Spills spills = new Spills(parent);
    Spill first = spills.open(LIMIT);
    assertThat(spills.tryOpen(LIMIT)).isNull();

    assertThat(start(Other.class).waitFor()).isEqualTo(3);

    first.close();
    assertThat(start(Other.class).waitFor()).isZero();
  }

  @Test
  void open_whileAnotherProcessUsesIt_isRefusedUntilThatIsGone() throws Exception {
    Process child = child();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("0");
      Spills spills = new Spills(parent);

      assertThat(spills.tryOpen(LIMIT)).isNull();

      assertThat(spills.log.at(Level.WARNING)).singleElement().asString().contains("in use");
      child.destroyForcibly().waitFor();
      spills.open(LIMIT).close();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
