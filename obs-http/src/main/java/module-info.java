/** The JDK's own HTTP server and client, observed. */
module io.obs4j.http {
  requires transitive io.obs4j;
  requires transitive io.obs4j.logging;
  requires transitive java.net.http;
  requires transitive jdk.httpserver;
  requires static transitive org.jspecify;

  exports io.obs4j.http;
}
