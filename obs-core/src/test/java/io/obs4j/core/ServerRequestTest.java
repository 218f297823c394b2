package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;

class ServerRequestTest {

  private static final ContextKey<String> OTHER = ContextKey.named("other");

  private record Told(String name) implements ServerRequest {

    @Override
    public void route(String template) {}

    @Override
    public void fail(Throwable exception) {}

    @Override
    public Context context() {
      return Context.root().with(this);
    }

    @Override
    public boolean isObserved() {
      return true;
    }
  }

  @Test
  void of_contextWithARequest_findsIt() {
    ServerRequest request = new Told("a");

    assertThat(ServerRequest.of(request.context())).isSameAs(request);
    assertThat(ServerRequest.of(request.context().with(OTHER, "x"))).isSameAs(request);
    assertThat(ServerRequest.of(request.context().with(new Told("b")))).isEqualTo(new Told("b"));
  }

  @Test
  void current_withinTheContext_isTheRequestOfIt() {
    ServerRequest request = new Told("a");

    try (Scope scope = request.context().makeCurrent()) {
      assertThat(scope).isNotNull();
      assertThat(ServerRequest.current()).isSameAs(request);
    }
    assertThat(ServerRequest.current().isObserved()).isFalse();
  }

  @Test
  void none_isTold_andDoesNothing() {
    ServerRequest none = ServerRequest.of(Context.root());

    assertThat(none).isSameAs(ServerRequest.none());
    assertThat(none.isObserved()).isFalse();
    assertThat(none.context()).isSameAs(Context.current());
    assertThatCode(() -> none.route("/x")).doesNotThrowAnyException();
    assertThatCode(() -> none.fail(new IllegalStateException("planted")))
        .doesNotThrowAnyException();
  }
}
