package io.obs4j.metrics.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in a hierarchy of control groups this process stands: its own directory first, then those
 * around it, up to the mount point. Limits of all of them hold.
 *
 * @param directories at least one
 */
record ControlGroup(List<Path> directories) {

  Path own() {
    return directories.get(0);
  }

  /** A file of each directory, whether or not it exists. */
  List<KernelFile> files(String name) {
    return directories.stream().map(directory -> new KernelFile(directory.resolve(name))).toList();
  }

  /**
   * The group of this process in the one hierarchy of version 2, or null if there is none or the
   * process stands at its root, where nothing is limited.
   */
  static @Nullable ControlGroup unified(Path root) {
    for (Mount mount : Mount.table(root)) {
      if (mount.type().equals("cgroup2")) {
        ControlGroup group = within(mount, membership(root, ""), root);
        // The kernel gives this file to every group except the root of all.
        return Files.exists(group.own().resolve("cgroup.events")) ? group : null;
      }
    }
    return null;
  }

  /**
   * The group of this process in the hierarchy of a controller of version 1, or null if there is
   * none or the process stands at its root, where nothing is limited.
   */
  static @Nullable ControlGroup of(String controller, Path root) {
    String path = membership(root, controller);
    for (Mount mount : Mount.table(root)) {
      if (mount.type().equals("cgroup") && mount.superOptions().contains(controller)) {
        boolean isRoot = path.equals("/") && mount.root().equals("/");
        return path.isEmpty() || isRoot ? null : within(mount, path, root);
      }
    }
    return null;
  }

  /** Reads cgroups(7): {@code /proc/self/cgroup}; the empty controller stands for version 2. */
  private static String membership(Path root, String controller) {
    KernelFile file = new KernelFile(root.resolve("proc/self/cgroup"));
    file.read();
    while (file.nextLine()) {
      String[] fields = file.rest().split(":", 3);
      if (fields.length == 3 && List.of(fields[1].split(",", -1)).contains(controller)) {
        return fields[2];
      }
    }
    return "";
  }

  /**
   * A container may see its group mounted as the root of the hierarchy, and yet be told the path
   * that its host knows; then the mount point is the group.
   */
  private static ControlGroup within(Mount mount, String path, Path root) {
    Path top = root.resolve(mount.point().substring(1));
    String prefix = mount.root().equals("/") ? "" : mount.root();
    boolean isBelow = path.equals(prefix) || path.startsWith(prefix + "/");
    Path own = isBelow ? top.resolve(path.substring(prefix.length()).replaceFirst("^/+", "")) : top;
    List<Path> directories = new ArrayList<>();
    if (own.normalize().startsWith(top) && Files.isDirectory(own)) {
      for (Path at = own.normalize(); at != null && !at.equals(top); at = at.getParent()) {
        directories.add(at);
      }
    }
    directories.add(top);
    return new ControlGroup(directories);
  }
}
