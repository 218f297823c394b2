package io.obs4j.metrics.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What has passed through a network interface since it came up.
 *
 * @param name such as {@code eth0}
 * @param received from others
 * @param transmitted to others
 */
record NetworkInterface(String name, Traffic received, Traffic transmitted) {

  /**
   * One direction; {@link KernelFile#UNKNOWN} where it is not told.
   *
   * @param bytes moved
   * @param packets moved
   * @param errors detected
   * @param dropped packets that were without error
   */
  record Traffic(long bytes, long packets, long errors, long dropped) {}

  /** Reads proc(5): {@code net/dev}, which tells of the process's network namespace. */
  static final class Reader {

    /** Hosts of many containers have an interface for each; more are not read. */
    static final int MOST = 64;

    private final KernelFile file;

    Reader(Path root) {
      file = new KernelFile(root.resolve("proc/net/dev"));
    }

    List<NetworkInterface> read() {
      List<NetworkInterface> interfaces = new ArrayList<>();
      file.read();
      while (file.nextLine() && interfaces.size() < MOST) {
        String name = file.textBeforeLast(':').strip();
        if (!name.isEmpty()) {
          Traffic received = traffic();
          file.skip(4);
          interfaces.add(new NetworkInterface(name, received, traffic()));
        }
      }
      return List.copyOf(interfaces);
    }

    private Traffic traffic() {
      return new Traffic(file.number(), file.number(), file.number(), file.number());
    }
  }
}
