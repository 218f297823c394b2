package io.obs4j.weave;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How a test calls methods of all shapes, be their class woven or not. */
public interface Shapes {

  String plain(String tenant);

  int ofPrivate(int value);

  long ofStatic(long value);

  double ofFinal(double value);

  String selfCalled(String value);

  String ofDefault();

  int varargs(String... values);

  String ofConstructor();

  int recursive(int depth);

  void throwing() throws IOException;

  void sneaky();

  boolean looping(boolean first);

  void nothing();

  CompletionStage<String> stage();

  CompletableFuture<String> future();

  Future<String> plainFuture();

  Flow.Publisher<String> publisher();

  Mono<String> mono();

  Flux<String> flux();

  CompletableFuture<String> ofTagged();

  String ofInitializer();

  /** One whose implementation has a bridge. */
  interface Generic<T> {
    T generic(T value);
  }

  /** What asynchronous methods wait for. */
  CompletableFuture<String> later();
}
