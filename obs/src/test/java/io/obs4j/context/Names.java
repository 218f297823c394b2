package io.obs4j.context;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.concurrent.Callable;

/** Contexts that can be told apart. */
final class Names {

  private static final ContextKey<String> NAME = ContextKey.named("name");

  private Names() {}

  static Context context(String name) {
    return Context.root().with(NAME, name);
  }

  /** Of the current context; {@code none} if it has none. */
  static String current() {
    String name = Context.current().get(NAME);
    return name == null ? "none" : name;
  }

  static <T> T in(String name, Callable<T> call) throws Exception {
    return context(name).wrap(call).call();
  }
}
