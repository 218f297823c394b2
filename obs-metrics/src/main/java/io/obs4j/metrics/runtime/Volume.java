package io.obs4j.metrics.runtime;

import java.io.File;
import java.util.Set;

/**
 * A file system at the place where it is mounted.
 *
 * @param device that holds it, such as {@code /dev/sda1}
 * @param type such as {@code ext4}
 * @param readOnly whether it refuses writes
 * @param point where it is mounted
 * @param file the same as a file
 */
record Volume(String device, String type, boolean readOnly, String point, File file) {

  private static final Set<String> REMOTE =
      Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "glusterfs", "lustre", "afs");

  /**
   * Space in bytes.
   *
   * @param volume that has it
   * @param total that it can hold
   * @param free that anybody can still use
   * @param reserved that only the system's administrator can still use
   */
  record Space(Volume volume, long total, long free, long reserved) {

    long used() {
      return total - free - reserved;
    }
  }

  /** Whether another machine or another process answers for it, perhaps never. */
  boolean isRemote() {
    return REMOTE.contains(type) || type.startsWith("fuse");
  }

  /** Asks for its space, which may block for ever. All is 0 if it is no longer there. */
  Space space() {
    long total = file.getTotalSpace();
    long unallocated = Math.min(total, file.getFreeSpace());
    long free = Math.min(unallocated, file.getUsableSpace());
    return new Space(this, total, free, unallocated - free);
  }

  String[] labels() {
    return new String[] {device, type, mode(), point};
  }

  String[] labels(String state) {
    return new String[] {device, type, mode(), point, state};
  }

  private String mode() {
    return readOnly ? "ro" : "rw";
  }
}
