package io.obs4j.judges;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of 64 KiB, where this process may mount one. */
public final class SmallDisk {

  private SmallDisk() {}

  /** What is done with it. */
  public interface Use {
    void accept(Path disk) throws Exception;
  }

  /** Can be written to until it is full. */
  public static void use(Path directory, Use use) throws Exception {
    use(directory, "size=64k", use);
  }

  /** Cannot be written to. */
  public static void useReadOnly(Path directory, Use use) throws Exception {
    use(directory, "size=64k,ro", use);
  }

  private static void use(Path directory, String options, Use use) throws Exception {
    Files.createDirectory(directory);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString()),
        "a small file system cannot be mounted here");
    try {
      use.accept(directory);
    } finally {
      run("umount", directory.toString());
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }
}
