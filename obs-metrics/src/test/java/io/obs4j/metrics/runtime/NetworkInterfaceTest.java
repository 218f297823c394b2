package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.metrics.runtime.NetworkInterface.Traffic;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NetworkInterfaceTest {

  private static final String HEADER =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
      """;

  @TempDir Path root;

  private List<NetworkInterface> read(String content) {
    new FileTree(root).with("/proc/net/dev", content);
    return new NetworkInterface.Reader(root).read();
  }

  @Test
  void read_interfaces_givesBothDirections() {
    assertThat(
            read(
                HEADER
                    + "    lo: 10 1 0 0 0 0 0 0 20 2 0 0 0 0 0 0\n"
                    + "eth0:1:11 12 13 14 0 0 0 0 21 22 23 24 0 0 0 0\n"))
        .containsExactly(
            new NetworkInterface("lo", new Traffic(10, 1, 0, 0), new Traffic(20, 2, 0, 0)),
            new NetworkInterface(
                "eth0:1", new Traffic(11, 12, 13, 14), new Traffic(21, 22, 23, 24)));
  }

  @Test
  void read_malformedLines_keepsWhatIsKnown() {
    Traffic unknown = new Traffic(-1, -1, -1, -1);
    assertThat(read(HEADER + "eth0: 10 x 3\nno colon\n:5 6\n\neth1:\n"))
        .containsExactly(
            new NetworkInterface("eth0", new Traffic(10, -1, 3, -1), unknown),
            new NetworkInterface("eth1", unknown, unknown));
  }

  @Test
  void read_thousandsOfInterfaces_keepsTheFirst() {
    StringBuilder content = new StringBuilder(HEADER);
    for (int i = 0; i < 5_000; i++) {
      content.append("veth").append(i).append(": 1 1 1 1 0 0 0 0 1 1 1 1 0 0 0 0\n");
    }

    assertThat(read(content.toString())).hasSize(NetworkInterface.Reader.MOST);
  }

  @Test
  void read_missingFile_isEmpty() {
    assertThat(new NetworkInterface.Reader(root).read()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void read_thisMachine_namesTheInterfacesOfTheJdk() throws SocketException {
    List<String> names =
        new NetworkInterface.Reader(Path.of("/"))
            .read().stream().map(NetworkInterface::name).toList();

    assertThat(names)
        .containsAll(
            java.net.NetworkInterface.networkInterfaces()
                .map(java.net.NetworkInterface::getName)
                .toList());
  }
}
