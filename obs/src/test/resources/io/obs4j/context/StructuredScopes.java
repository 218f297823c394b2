import io.obs4j.context.ContextPropagation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.ThreadFactory;

/** Forks in two contexts, one within the other, and prints in which the subtasks ran. */
final class StructuredScopes {

  private static final ContextKey<String> NAME = ContextKey.named("name");

  private static String name() {
    return Thread.currentThread().isVirtual() + " " + Context.current().get(NAME);
  }

  public static void main(String[] arguments) throws Exception {
    ThreadFactory threads =
        ContextPropagation.wrapThreadFactory(Thread.ofVirtual().name("subtask").factory());
    Context outer = Context.root().with(NAME, "outer");
    try (Scope current = outer.makeCurrent()) {
      System.out.println(quote(threads));
      forkWithin(outer, threads);
      System.out.println(Context.current().get(NAME));
    }
  }

  private static String quote(ThreadFactory threads) throws Exception {
    try (var tasks =
        StructuredTaskScope.open(
            Joiner.<String>awaitAllSuccessfulOrThrow(),
            settings -> settings.withThreadFactory(threads))) {
      var price = tasks.fork(() -> price()); // in the context of this line
      var stock = tasks.fork(() -> stock());
      tasks.join();
      return price.get() + ", " + stock.get();
    }
  }

  private static String price() {
    return name();
  }

  private static String stock() {
    return name();
  }

  private static void forkWithin(Context outer, ThreadFactory threads) throws Exception {
    try (var tasks =
        StructuredTaskScope.open(
            Joiner.<String>awaitAll(), settings -> settings.withThreadFactory(threads))) {
      Subtask<String> inner;
      try (Scope current = outer.with(NAME, "inner").makeCurrent()) {
        inner = tasks.fork(StructuredScopes::name);
      }
      Subtask<String> failing =
          tasks.fork(
              () -> {
                throw new IllegalStateException(name());
              });
      tasks.join();
      System.out.println(inner.get());
      System.out.println(failing.exception().getMessage());
    }
  }
}
