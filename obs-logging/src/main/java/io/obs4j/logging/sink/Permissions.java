package io.obs4j.logging.sink;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Who may read and write a file, and therefore the files that follow it; where systems have that.
 */
final class Permissions {

  private Permissions() {}

  /** Of a file; none if it is not there, or the system has no such permissions. */
  static Set<PosixFilePermission> of(Path file) {
    try {
      return Files.getPosixFilePermissions(file);
    } catch (IOException | UnsupportedOperationException e) {
      return Set.of();
    }
  }

  /**
   * Makes an empty file that at no moment lets anybody in whom the permissions do not; leaves one
   * that is there. Without permissions, does nothing.
   */
  static void create(Path file, Set<PosixFilePermission> permissions) throws IOException {
    if (permissions.isEmpty()) {
      return;
    }
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(permissions));
    } catch (FileAlreadyExistsException e) {
      return; // Somebody else has made it, and said who may read it.
    }
    try {
      // The system has taken off what the process's mask says; the file before had it nevertheless.
      Files.setPosixFilePermissions(file, permissions);
    } catch (IOException e) {
      // A file system that shows permissions and cannot set them: it lets nobody else in, then.
    }
  }
}
