package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesTest {

  @TempDir Path root;

  private List<Volume> find(String mounts) {
    new FileTree(root).with("/proc/self/mountinfo", mounts);
    return Volumes.find(root);
  }

  @Test
  void find_pseudoFileSystems_areLeftOut() {
    assertThat(
            find(
                """
                22 27 0:21 / /proc rw - proc proc rw
                23 27 0:22 / /sys rw - sysfs sysfs rw
                24 27 0:6 / /dev rw - devtmpfs devtmpfs rw
                25 24 0:23 / /dev/shm rw - tmpfs tmpfs rw
                27 1 254:0 / / rw - ext4 /dev/vda rw
                41 31 0:38 / /run/cgroup rw - cgroup2 cgroup2 rw
                42 27 0:40 / /device rw - tmpfs tmpfs rw
                """))
        .extracting(Volume::point)
        .containsExactly("/", "/device");
  }

  @Test
  void find_fileSystemMountedOften_isShownOnceAtItsShortestPoint() {
    assertThat(
            find(
                """
                1 2 8:1 /etc/hosts /etc/hosts rw - ext4 /dev/sda1 rw
                1 2 8:1 /volume /data ro - ext4 /dev/sda1 rw
                1 2 8:2 / /other rw - xfs /dev/sda2 rw
                """))
        .containsExactly(
            new Volume("/dev/sda1", "ext4", true, "/data", root.resolve("data").toFile()),
            new Volume("/dev/sda2", "xfs", false, "/other", root.resolve("other").toFile()));
  }

  @Test
  void find_thousandsOfMounts_keepsTheShortest() {
    StringBuilder mounts = new StringBuilder();
    for (int i = 5_000; i > 0; i--) {
      mounts.append("1 2 9:" + i + " / /" + "x".repeat(i % 100 + 1) + i + " rw - ext4 d rw\n");
    }

    assertThat(find(mounts.toString())).hasSize(Volumes.MOST);
  }

  @Test
  void isRemote_networkAndUserSpaceFileSystems_only() {
    for (String type : List.of("nfs", "nfs4", "cifs", "fuse.sshfs", "fuseblk", "9p", "ceph")) {
      assertThat(new Volume("d", type, false, "/", root.toFile()).isRemote()).as(type).isTrue();
    }
    for (String type : List.of("ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "NTFS")) {
      assertThat(new Volume("d", type, false, "/", root.toFile()).isRemote()).as(type).isFalse();
    }
  }

  @Test
  void space_ofThisDirectory_agreesWithItsFileStore() throws IOException {
    FileStore store = Files.getFileStore(root);

    Volume.Space space = new Volume("d", "t", false, "/", root.toFile()).space();

    assertThat(space.total()).isEqualTo(store.getTotalSpace());
    assertThat(space.used() + space.free() + space.reserved()).isEqualTo(space.total());
    long slack = space.total() / 50;
    assertThat(space.free())
        .isBetween(store.getUsableSpace() - slack, store.getUsableSpace() + slack);
  }

  @Test
  void space_ofWhatIsGone_isNothing() {
    Volume.Space space = new Volume("d", "t", false, "/", root.resolve("gone").toFile()).space();

    assertThat(space.total()).isZero();
    assertThat(space.used()).isZero();
  }

  @Test
  void find_machineWithoutTableOfMounts_takesTheRoots() {
    assertThat(Volumes.find(root)).isNotEmpty().allMatch(volume -> volume.file().isDirectory());
  }
}
