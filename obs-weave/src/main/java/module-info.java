/**
 * Weaving: what annotated methods are given while a project is built. Nothing of it is in a JVM.
 */
module io.obs4j.weave {
  requires io.obs4j.core;
  requires transitive net.bytebuddy;
  requires static transitive org.jspecify;

  exports io.obs4j.weave;
}
