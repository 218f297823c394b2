package io.obs4j.weave;

import io.obs4j.annotation.Counted;
import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;
import io.obs4j.annotation.Traced;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Annotated methods of all shapes. Woven from its class file, or from its source. */
@SuppressWarnings({
  "FutureReturnValueIgnored",
  "UnusedVariable"
}) // What counts is what is recorded.
class Annotated<T extends CharSequence> implements Shapes, Shapes.Generic<T>, WithDefault {

  private static final int STARTED = count();

  @Timed("shape.initializer")
  private static int count() {
    return 1;
  }

  private final CompletableFuture<String> later = new CompletableFuture<>();
  private final String made;
  private int seen;

  Annotated() {
    made = make("made");
  }

  @Observed("shape.constructor")
  private String make(@Label("what") String what) {
    return what + later.isDone();
  }

  @Override
  @Observed(
      value = "shape.plain",
      labels = {"tier", "gold"})
  @Label("result")
  public String plain(@Label("tenant") String tenant) {
    return tenant == null ? null : tenant.toUpperCase(java.util.Locale.ROOT);
  }

  @Override
  public int ofPrivate(int value) {
    return hidden(value, (byte) 1);
  }

  @Observed("shape.private")
  @Label("result")
  private int hidden(@Label("value") int value, byte more) {
    long wide = value;
    for (int i = 0; i < more; i++) {
      wide += i;
    }
    return (int) wide + more;
  }

  @Override
  public long ofStatic(long value) {
    return twice(value, 0.5, value);
  }

  @Timed("shape.static")
  @Label("result")
  private static long twice(
      @Label("first") long first, double scale, @Label("second") long second) {
    return first * second + (long) scale;
  }

  @Override
  public double ofFinal(double value) {
    return halved(value);
  }

  @Counted("shape.final")
  @Label("result")
  final synchronized double halved(@Label("value") double value) {
    synchronized (later) {
      return value / 2;
    }
  }

  @Override
  public String selfCalled(String value) {
    return this.called(value) + called(value);
  }

  @Observed("shape.self")
  String called(@Label("value") String value) {
    value = value + value; // the label is what came in
    return value;
  }

  @Override
  public String ofDefault() {
    return greeting("ann");
  }

  @Override
  @Observed("shape.generic")
  public T generic(@Label(value = "length", accessor = "length") T value) {
    return value;
  }

  @Override
  @Timed("shape.varargs")
  @Label("count")
  public int varargs(String... values) {
    return values.length;
  }

  @Override
  public String ofConstructor() {
    return new Annotated<String>().made + STARTED;
  }

  @Override
  @Observed("shape.recursive")
  @Label("result")
  public int recursive(@Label("depth") int depth) {
    return depth == 0 ? 0 : 1 + recursive(depth - 1);
  }

  @Override
  @Observed("shape.throwing")
  public void throwing() throws IOException {
    try {
      throw new IOException("disk");
    } finally {
      seen++;
    }
  }

  @Override
  @Timed("shape.sneaky")
  public void sneaky() {
    throw new IllegalStateException("as it is");
  }

  @Override
  @Observed("shape.looping")
  @Label("result")
  public boolean looping(@Label("first") boolean first) {
    boolean last = first;
    int round = 0;
    while (true) {
      try {
        if (!last) {
          return first;
        }
        switch (round++) {
          case 0 -> seen++;
          case 1 -> last = false;
          default -> throw new IllegalStateException();
        }
      } catch (RuntimeException e) {
        throw new IllegalStateException(e);
      } finally {
        seen++;
      }
    }
  }

  @Override
  @Traced("shape.nothing")
  public void nothing() {}

  @Override
  @Observed("shape.stage")
  @Label(value = "length", accessor = "length")
  public CompletionStage<String> stage() {
    return later;
  }

  @Override
  @Timed("shape.future")
  @Label("result")
  public CompletableFuture<String> future() {
    return later;
  }

  @Override
  @Observed("shape.plainFuture")
  @Label("result")
  public Future<String> plainFuture() {
    return new Plain(later);
  }

  @Override
  @Observed("shape.publisher")
  public Flow.Publisher<String> publisher() {
    return subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              @Override
              public void request(long n) {
                later.whenComplete(
                    (value, failure) -> {
                      if (failure == null) {
                        subscriber.onNext(value);
                        subscriber.onComplete();
                      } else {
                        subscriber.onError(failure);
                      }
                    });
              }

              @Override
              public void cancel() {}
            });
  }

  @Override
  @Observed("shape.mono")
  @Label("result")
  public Mono<String> mono() {
    return Mono.fromFuture(later);
  }

  @Override
  @Observed("shape.flux")
  public Flux<String> flux() {
    return Mono.fromFuture(later).flatMapMany(value -> Flux.just(value, value));
  }

  @Override
  public CompletableFuture<String> later() {
    return later;
  }

  @Override
  public CompletableFuture<String> ofTagged() {
    return tagged();
  }

  @Observed("shape.tagged")
  @Label(value = "length", accessor = "length")
  Tagged<Integer, String> tagged() {
    Tagged<Integer, String> tagged = new Tagged<>();
    later.thenAccept(tagged::complete);
    return tagged;
  }

  /** A stage whose value is not the first of its parameters. */
  static final class Tagged<K, V> extends CompletableFuture<V> {
    K tagged(K tag) {
      return tag;
    }
  }

  @Override
  public String ofInitializer() {
    return Above.FIRST.greeting() + new Below().greeting();
  }

  /** A class whose initializer uses one below it, which cannot be initialized before. */
  private abstract static class Above {

    static final Above FIRST = new Below();

    abstract String greeting();
  }

  private static final class Below extends Above {

    private final int length = measure("first");

    @Timed("shape.below.timed")
    private int measure(@Label("of") String of) {
      return of.length();
    }

    @Override
    @Observed("shape.below")
    String greeting() {
      return "hello" + length;
    }
  }

  /** A future that calls nobody back. */
  private record Plain(Future<String> of) implements Future<String> {

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return of.cancel(mayInterrupt);
    }

    @Override
    public boolean isCancelled() {
      return of.isCancelled();
    }

    @Override
    public boolean isDone() {
      return of.isDone();
    }

    @Override
    public String get() throws InterruptedException, ExecutionException {
      return of.get();
    }

    @Override
    public String get(long timeout, TimeUnit unit)
        throws InterruptedException, ExecutionException, TimeoutException {
      return of.get(timeout, unit);
    }
  }
}
