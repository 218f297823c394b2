/** Producers and consumers of Kafka, observed through interceptors. */
module io.obs4j.kafka {
  requires transitive io.obs4j;
  requires transitive kafka.clients;
  requires static transitive org.jspecify;

  exports io.obs4j.kafka;
}
