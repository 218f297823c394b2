package io.obs4j.slf4j;

import org.slf4j.helpers.MDCAdapterTestBase;
import org.slf4j.spi.MDCAdapter;

/** SLF4J's own judge of adapters, which wants a new thread to begin with its parent's context. */
public class ContextAdapterTest extends MDCAdapterTestBase {

  @Override
  protected MDCAdapter instantiateMDC() {
    return new ThreadContext(true);
  }
}
