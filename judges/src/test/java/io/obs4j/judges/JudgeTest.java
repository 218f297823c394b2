package io.obs4j.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class JudgeTest {

  @TempDir Path directory;

  @Test
  void find_programOnThePath_tellsWhereItIs() throws Exception {
    Path program = Files.createFile(directory.resolve("referee"));
    assertThat(program.toFile().setExecutable(true)).isTrue();

    String path = directory.resolve("elsewhere") + File.pathSeparator + directory;

    assertThat(Judge.find("referee", path, true)).isEqualTo(program);
  }

  @Test
  void find_absentProgram_skipsTheTest() {
    assertThatThrownBy(() -> Judge.find("referee", directory.toString(), false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("referee is not installed");
  }

  @Test
  void find_absentProgramThatIsRequired_failsTheTest() {
    assertThatThrownBy(() -> Judge.find("referee", directory.toString(), true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("OBS4J_REQUIRE_JUDGES");
  }

  @Test
  void find_noSearchPath_skipsTheTest() {
    assertThatThrownBy(() -> Judge.find("referee", null, false))
        .isInstanceOf(TestAbortedException.class);
  }

  @Test
  void find_presentFile_isThatFile() {
    assertThat(Judge.find(directory, "nothing", true)).isEqualTo(directory);
  }

  @Test
  void find_absentFile_skipsTheTestAndTellsTheRemedy() {
    Path file = directory.resolve("rules");
    assertThatThrownBy(() -> Judge.find(file, "npm ci", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("rules is absent")
        .hasMessageContaining("try npm ci");
  }

  @Test
  void find_absentFileThatIsRequired_failsTheTest() {
    Path file = directory.resolve("rules");
    assertThatThrownBy(() -> Judge.find(file, "npm ci", true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("OBS4J_REQUIRE_JUDGES");
  }
}
