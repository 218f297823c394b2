/** The encoder, the sinks and the exporters of obs4j, hosted in Logback. */
module io.obs4j.logback {
  requires transitive io.obs4j.logging;
  requires transitive ch.qos.logback.classic;
  requires transitive ch.qos.logback.core;
  requires static transitive org.jspecify;

  exports io.obs4j.logback;
}
