package io.obs4j.integration;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** Kafka's own broker, alone in its cluster, in this process. */
final class KafkaBroker implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final String NODE = "1";
  private static final String CONTROLLER = "CONTROLLER";

  private final KafkaRaftServer server;
  private final int port;

  private KafkaBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  static KafkaBroker start(Path directory) throws Exception {
    int port;
    int controller;
    try (ServerSocket first = anyPort();
        ServerSocket second = anyPort()) {
      port = first.getLocalPort();
      controller = second.getLocalPort();
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("node.id", NODE);
    settings.put("process.roles", "broker,controller");
    settings.put("controller.quorum.voters", NODE + '@' + HOST + ':' + controller);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put(
        "listeners",
        "PLAINTEXT://" + HOST + ':' + port + ',' + CONTROLLER + "://" + HOST + ':' + controller);
    settings.put("log.dirs", directory.toString());
    settings.put("num.partitions", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("log.cleaner.enable", "false");
    settings.put("num.io.threads", "1");
    settings.put("num.network.threads", "1");
    settings.put("background.threads", "1");
    format(directory);
    KafkaRaftServer server =
        new KafkaRaftServer(new KafkaConfig(settings, /* doLog= */ false), Time.SYSTEM);
    server.startup();
    return new KafkaBroker(server, port);
  }

  private static ServerSocket anyPort() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static void format(Path directory) throws Exception {
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8")) {
      new Formatter()
          .setNodeId(Integer.parseInt(NODE))
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(CONTROLLER)
          .setPrintStream(nowhere)
          .run();
    }
  }

  /** Where clients find it. */
  String address() {
    return HOST + ':' + port;
  }

  String port() {
    return Integer.toString(port);
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
