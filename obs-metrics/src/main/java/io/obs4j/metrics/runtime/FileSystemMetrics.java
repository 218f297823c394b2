package io.obs4j.metrics.runtime;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The space of file systems. A walk shows what the background has last heard. */
final class FileSystemMetrics {

  private final Installation installation;
  private final Supplier<List<Volume>> finder;

  private FileSystemMetrics(Installation installation, Supplier<List<Volume>> finder) {
    this.installation = installation;
    this.finder = finder;
  }

  static void install(Installation installation) {
    install(installation, () -> Volumes.find(installation.root()));
  }

  /** The finder says which volumes there are, at each refresh. */
  static void install(Installation installation, Supplier<List<Volume>> finder) {
    new FileSystemMetrics(installation, finder).install();
  }

  private void install() {
    // Apart, so that a server that does not answer leaves only its like out.
    VolumeGroup local = group("local-volumes", volume -> !volume.isRemote());
    VolumeGroup remote = group("remote-volumes", Volume::isRemote);
    installation.upDownCounter(
        "system.filesystem.usage",
        "By",
        "Reports a filesystem's space usage across different states.",
        values -> {
          usage(local, values);
          usage(remote, values);
        },
        "system.device",
        "system.filesystem.type",
        "system.filesystem.mode",
        "system.filesystem.mountpoint",
        "system.filesystem.state");
    installation.upDownCounter(
        "system.filesystem.limit",
        "By",
        "The total storage capacity of the filesystem.",
        values -> {
          limit(local, values);
          limit(remote, values);
        },
        "system.device",
        "system.filesystem.type",
        "system.filesystem.mode",
        "system.filesystem.mountpoint");
  }

  private VolumeGroup group(String name, Predicate<Volume> members) {
    VolumeGroup group =
        new VolumeGroup(
            name,
            installation.clock(),
            installation.diagnostics(),
            () -> finder.get().stream().filter(members).toList());
    installation.add(group);
    return group;
  }

  private static void usage(VolumeGroup group, Values values) {
    for (Volume.Space space : group.spaces()) {
      values.add(space.used(), space.volume().labels("used"));
      values.add(space.free(), space.volume().labels("free"));
      values.add(space.reserved(), space.volume().labels("reserved"));
    }
  }

  private static void limit(VolumeGroup group, Values values) {
    for (Volume.Space space : group.spaces()) {
      values.add(space.total(), space.volume().labels());
    }
  }
}
