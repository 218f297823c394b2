package io.obs4j.weave;

import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;

/** An interface with bodies. */
interface WithDefault {

  @Observed("shape.default")
  @Label(value = "length", accessor = "length")
  default String greeting(@Label("name") String name) {
    return "hello " + name + whisper();
  }

  @Timed("shape.default.private")
  private String whisper() {
    return "!";
  }
}
