package io.obs4j.logging.sink;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The directories of files that must not be lost: what is in a file that is on the disk is found
 * after a crash only if the entry of its directory is on the disk, too.
 */
final class Directories {

  private Directories() {}

  /** The file's own, those above it that are not there yet, and the one that they are made in. */
  static List<Path> changedByCreating(Path file) {
    List<Path> changed = new ArrayList<>();
    Path directory = file.toAbsolutePath().getParent();
    while (directory != null) {
      changed.add(directory);
      directory = Files.isDirectory(directory) ? null : directory.getParent();
    }
    return changed;
  }

  /**
   * Has the system put the entries of a directory on the disk, where systems and permissions let a
   * directory be opened. An interrupt neither hinders it nor is lost.
   */
  static void force(Path directory) throws IOException {
    if (isOpenable(directory)) {
      force(directory, StandardOpenOption.READ);
    }
  }

  /** Has the system put a file on the disk. An interrupt neither hinders it nor is lost. */
  static void forceFile(Path file) throws IOException {
    force(file, StandardOpenOption.WRITE);
  }

  private static void force(Path path, OpenOption option) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (!tryForce(path, option)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether no interrupt closed the channel meanwhile. */
  private static boolean tryForce(Path path, OpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  private static boolean isOpenable(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      return channel.isOpen();
    } catch (IOException e) {
      return false; // as on Windows, which has no such operation
    }
  }
}
