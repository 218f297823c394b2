/** A user's module. */
module consumer {
  requires io.obs4j;
}
