package io.obs4j.logging.sink;

import java.io.IOException;
import java.nio.file.Path;

/** Has what the system holds back put where a crash of the machine does not lose it. */
interface Disk {

  /** Of the machine. */
  Disk SYSTEM =
      new Disk() {
        @Override
        public void forceFile(Path file) throws IOException {
          Directories.forceFile(file);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
          Directories.force(directory);
        }
      };

  /** What is in a file. */
  void forceFile(Path file) throws IOException;

  /** The entries of a directory. */
  void forceDirectory(Path directory) throws IOException;
}
