/** Log events as lines of JSON: the encoder, its formats, masking and sinks. */
module io.obs4j.logging {
  requires transitive io.obs4j.core;
  requires transitive org.slf4j;
  requires static java.management;
  requires org.jctools.core;
  requires static transitive org.jspecify;

  exports io.obs4j.logging;
  exports io.obs4j.logging.format;
  exports io.obs4j.logging.sink;
}
