/** The encoder of obs4j, hosted in Log4j 2. */
@SuppressWarnings("module") // The digit belongs to the name of the host.
module io.obs4j.log4j2 {
  requires transitive io.obs4j.logging;
  requires transitive org.apache.logging.log4j;
  requires transitive org.apache.logging.log4j.core;
  requires static transitive org.jspecify;

  exports io.obs4j.log4j2;

  provides org.apache.logging.log4j.core.util.ContextDataProvider with
      io.obs4j.log4j2.ObsContextDataProvider;

  // It sets the attributes of plugins by reflection.
  opens io.obs4j.log4j2 to
      org.apache.logging.log4j.core;
}
