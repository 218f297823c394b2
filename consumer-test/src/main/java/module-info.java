/** A user's module: it sees what the library exports, and no more. */
module consumer {
  requires io.obs4j;
  requires io.obs4j.export.prometheus;
}
