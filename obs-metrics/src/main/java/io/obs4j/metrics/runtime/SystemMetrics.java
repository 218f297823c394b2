package io.obs4j.metrics.runtime;

import java.util.List;
import java.util.function.ToLongFunction;

/** Memory, swap space and network of the machine. */
final class SystemMetrics {

  private SystemMetrics() {}

  static void install(Installation installation, OperatingSystem system) {
    memory(installation, system);
    network(installation);
  }

  private static void memory(Installation installation, OperatingSystem system) {
    MemoryInfo.Reader reader = new MemoryInfo.Reader(installation.root());
    Sampled<MemoryInfo> memory =
        new Sampled<>(
            installation.clock(), () -> reader.read().orElse(system.memory(), system.freeMemory()));
    installation.upDownCounter(
        "system.memory.limit",
        "By",
        "Total virtual memory available in the system.",
        values -> values.add(memory.get().total()));
    installation.upDownCounter(
        "system.memory.usage",
        "By",
        "Reports memory in use by state.",
        values -> {
          values.add(memory.get().used(), "used");
          values.add(memory.get().free(), "free");
          values.add(memory.get().buffers(), "buffers");
          values.add(memory.get().cached(), "cached");
        },
        "system.memory.state");
    installation.upDownCounter(
        "system.memory.linux.available",
        "By",
        "An estimate of how much memory is available for starting new applications, without"
            + " causing swapping.",
        values -> values.add(memory.get().available()));
    installation.upDownCounter(
        "system.paging.usage",
        "By",
        "Unix swap or windows pagefile usage.",
        values -> {
          values.add(memory.get().swapUsed(), "used");
          values.add(memory.get().swapFree(), "free");
        },
        "system.paging.state");
  }

  private static void network(Installation installation) {
    NetworkInterface.Reader reader = new NetworkInterface.Reader(installation.root());
    Sampled<List<NetworkInterface>> interfaces = new Sampled<>(installation.clock(), reader::read);
    traffic(
        installation,
        interfaces,
        "system.network.io",
        "By",
        "The number of bytes transmitted and received.",
        NetworkInterface.Traffic::bytes);
    traffic(
        installation,
        interfaces,
        "system.network.errors",
        "{error}",
        "Count of network errors detected.",
        NetworkInterface.Traffic::errors);
    traffic(
        installation,
        interfaces,
        "system.network.packet.dropped",
        "{packet}",
        "Count of packets that are dropped or discarded even though there was no error.",
        NetworkInterface.Traffic::dropped);
  }

  private static void traffic(
      Installation installation,
      Sampled<List<NetworkInterface>> interfaces,
      String name,
      String unit,
      String help,
      ToLongFunction<NetworkInterface.Traffic> part) {
    installation.counter(
        name,
        unit,
        help,
        values -> {
          for (NetworkInterface one : interfaces.get()) {
            values.add(part.applyAsLong(one.received()), one.name(), "receive");
            values.add(part.applyAsLong(one.transmitted()), one.name(), "transmit");
          }
        },
        "network.interface.name",
        "network.io.direction");
  }
}
