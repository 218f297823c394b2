package io.obs4j.metrics.runtime;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the volumes that this process can see. Asks none of them, so it does not block. */
final class Volumes {

  /** Hosts of many containers have a mount for each; more are left out. */
  static final int MOST = 64;

  /** File systems that hold no data, but facts and controls of the kernel, or read-only images. */
  private static final Set<String> PSEUDO =
      Set.of(
          "autofs",
          "binfmt_misc",
          "bpf",
          "cgroup",
          "cgroup2",
          "configfs",
          "debugfs",
          "devpts",
          "devtmpfs",
          "efivarfs",
          "fusectl",
          "hugetlbfs",
          "iso9660",
          "mqueue",
          "nsfs",
          "proc",
          "pstore",
          "ramfs",
          "rootfs",
          "rpc_pipefs",
          "securityfs",
          "selinuxfs",
          "squashfs",
          "sysfs",
          "tracefs");

  private Volumes() {}

  /**
   * On Linux each mounted file system once, at its shortest mount point; elsewhere the roots, such
   * as the drives of Windows.
   */
  static List<Volume> find(Path root) {
    List<Mount> mounts = Mount.table(root);
    return mounts.isEmpty() ? roots() : mounted(mounts, root);
  }

  private static List<Volume> mounted(List<Mount> mounts, Path root) {
    Set<String> seen = new HashSet<>();
    return mounts.stream()
        .filter(mount -> !PSEUDO.contains(mount.type()) && !isOfKernel(mount.point()))
        .sorted(Comparator.comparingInt(mount -> mount.point().length()))
        .filter(mount -> seen.add(mount.id()))
        .limit(MOST)
        .map(
            mount ->
                new Volume(
                    mount.source(),
                    mount.type(),
                    mount.readOnly(),
                    mount.point(),
                    root.resolve(mount.point().substring(1)).toFile()))
        .toList();
  }

  private static boolean isOfKernel(String point) {
    return !point.startsWith("/")
        || isWithin(point, "/proc")
        || isWithin(point, "/sys")
        || isWithin(point, "/dev");
  }

  private static boolean isWithin(String point, String directory) {
    return point.equals(directory) || point.startsWith(directory + "/");
  }

  private static List<Volume> roots() {
    List<Volume> volumes = new ArrayList<>();
    FileSystems.getDefault().getRootDirectories().forEach(root -> at(root).ifPresent(volumes::add));
    return volumes;
  }

  private static Optional<Volume> at(Path root) {
    try {
      FileStore store = Files.getFileStore(root);
      return Optional.of(
          new Volume(
              store.name(), store.type(), store.isReadOnly(), root.toString(), root.toFile()));
    } catch (IOException | SecurityException e) {
      return Optional.empty(); // such as a drive without a disk in it
    }
  }
}
