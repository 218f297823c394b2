/** The SLF4J 2 provider, the {@code System.Logger} finder and the JUL handler of obs4j. */
module io.obs4j.slf4j {
  requires transitive io.obs4j.logging;
  requires static transitive java.logging;
  requires static transitive org.jspecify;

  exports io.obs4j.slf4j;

  provides org.slf4j.spi.SLF4JServiceProvider with
      io.obs4j.slf4j.ObsServiceProvider;
  provides System.LoggerFinder with
      io.obs4j.slf4j.ObsLoggerFinder;
}
