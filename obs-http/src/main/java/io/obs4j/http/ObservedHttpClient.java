package io.obs4j.http;

import io.obs4j.context.ContextPropagation;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Sends with another client, and observes each call. */
final class ObservedHttpClient extends HttpClient {

  private final HttpClient client;
  private final ClientObserver observer;
  private final @Nullable String template;

  private ObservedHttpClient(
      HttpClient client, ClientObserver observer, @Nullable String template) {
    this.client = client;
    this.observer = observer;
    this.template = template;
  }

  /** Observes a client, once: what observes it already is left out. */
  static HttpClient of(HttpClient client, ClientObserver observer, @Nullable String template) {
    Objects.requireNonNull(client, "client");
    HttpClient sending = client instanceof ObservedHttpClient observed ? observed.client : client;
    return new ObservedHttpClient(sending, observer, template);
  }

  @Override
  @SuppressWarnings("try") // A scope is opened to be closed.
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    ClientCall call = observer.begin(request, template);
    HttpResponse<T> response;
    try (Scope current = call.context().makeCurrent()) {
      response = client.send(call.request(), handler);
    } catch (Throwable e) {
      call.ended(null, e);
      throw e;
    }
    call.ended(response, null);
    return response;
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return sendAsync(request, handler, null);
  }

  @Override
  @SuppressWarnings({
    "try", // A scope is opened to be closed.
    "FutureReturnValueIgnored" // What is done at the end throws nothing.
  })
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      BodyHandler<T> handler,
      @Nullable PushPromiseHandler<T> pushPromiseHandler) {
    ClientCall call = observer.begin(request, template);
    CompletableFuture<HttpResponse<T>> sent;
    try (Scope current = call.context().makeCurrent()) {
      sent = client.sendAsync(call.request(), handler, pushPromiseHandler);
    } catch (Throwable e) {
      call.ended(null, e);
      throw e;
    }
    // The call ends with the client's own future, which whoever cancels this one cancels, too; and
    // it ends before others see the response, as what is attached last runs first.
    CompletableFuture<HttpResponse<T>> carried = ContextPropagation.wrap(sent);
    sent.whenComplete(call::ended);
    return carried;
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return client.newWebSocketBuilder();
  }

  // What follows overrides methods that JDK 17 does not have yet.

  public void shutdown() {
    ClientLifecycle.shutdown(client);
  }

  public void shutdownNow() {
    ClientLifecycle.shutdownNow(client);
  }

  public boolean awaitTermination(Duration limit) throws InterruptedException {
    return ClientLifecycle.awaitTermination(client, limit);
  }

  public boolean isTerminated() {
    return ClientLifecycle.isTerminated(client);
  }

  public void close() {
    ClientLifecycle.close(client);
  }

  @Override
  public String toString() {
    return "ObservedHttpClient{" + client + '}';
  }
}
