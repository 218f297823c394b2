package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTest {

  @TempDir Path root;

  private List<Mount> table(String content) {
    new FileTree(root).with("/proc/self/mountinfo", content);
    return Mount.table(root);
  }

  @Test
  void table_optionalFields_arePassedOver() {
    assertThat(
            table(
                """
                36 35 98:0 /a /mnt rw,noatime master:1 shared:2 - ext3 /dev/root ro,errors=x
                27 1 254:0 / / rw - ext4 /dev/vda rw
                """))
        .containsExactly(
            new Mount("98:0", "/a", "/mnt", true, "ext3", "/dev/root", List.of("ro", "errors=x")),
            new Mount("254:0", "/", "/", false, "ext4", "/dev/vda", List.of("rw")));
  }

  @Test
  void table_escapes_areUndone() {
    assertThat(table("1 2 0:1 / /with\\040blank\\134and\\011tab\\9\\04 rw - ext4 a\\040b rw\n"))
        .extracting(Mount::point, Mount::source)
        .containsExactly(tuple("/with blank\\and\ttab\\9\\04", "a b"));
  }

  @Test
  void table_malformedLines_areLeftOut() {
    assertThat(table("\n1\n1 2 0:1 / /mnt rw shared:1\n1 2 0:1 / /mnt rw -\n garbage - \n"))
        .isEmpty();
  }

  @Test
  void table_missingFile_isEmpty() {
    assertThat(Mount.table(root)).isEmpty();
  }
}
