/** Spans as Zipkin JSON v2 over HTTP. */
module io.obs4j.export.zipkin {
  requires transitive io.obs4j.core;
  requires static transitive org.jspecify;

  exports io.obs4j.export.zipkin;

  provides io.obs4j.core.ExporterProvider with
      io.obs4j.export.zipkin.ZipkinProvider;
}
