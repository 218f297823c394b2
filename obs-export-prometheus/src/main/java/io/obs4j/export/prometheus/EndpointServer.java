package io.obs4j.export.prometheus;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One JDK HTTP server that listens, with its threads. Closed once. */
final class EndpointServer {

  private static final Duration MOST_GRACE = Duration.ofSeconds(1);

  private final HttpServer server;
  private final ExchangeExecutor executor;

  private EndpointServer(HttpServer server, ExchangeExecutor executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Binds and starts a server.
   *
   * @param address to listen on; port 0 takes any free one
   * @param tls null for plain HTTP
   * @param handler of every request
   * @param executor of every exchange; closed with the server
   * @throws IOException if the address cannot be listened on
   */
  static EndpointServer open(
      InetSocketAddress address,
      @Nullable SSLContext tls,
      HttpHandler handler,
      ExchangeExecutor executor)
      throws IOException {
    HttpServer server = ServerThreads.inheriting(new Opening(address, tls, handler, executor));
    return new EndpointServer(server, executor);
  }

  private record Opening(
      InetSocketAddress address,
      @Nullable SSLContext tls,
      HttpHandler handler,
      ExchangeExecutor executor)
      implements Callable<HttpServer> {

    @Override
    public HttpServer call() throws IOException {
      HttpServer server = create();
      server.setExecutor(executor);
      server.createContext("/", handler);
      server.start();
      ServerThreads.rename();
      return server;
    }

    private HttpServer create() throws IOException {
      if (tls == null) {
        return HttpServer.create(address, 0);
      }
      HttpsServer server = HttpsServer.create(address, 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return server;
    }
  }

  /** What is listened on. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  /**
   * Lets running exchanges finish for a moment, then breaks them off, and gives back the port and
   * all threads.
   *
   * @param limit how long to take at the most
   */
  void close(Duration limit) {
    long start = System.nanoTime();
    Duration half = limit.dividedBy(2);
    try {
      executor.close(half.compareTo(MOST_GRACE) < 0 ? half : MOST_GRACE, limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stop(TimeUnit.NANOSECONDS.convert(limit) - (System.nanoTime() - start));
  }

  /*
   * On a thread of its own, because stopping says goodbye to idle TLS connections, and a peer whose
   * window is full could hold that up beyond the limit.
   */
  private void stop(long nanos) {
    Thread stopping = ServerThreads.daemon(() -> server.stop(0), "stop");
    stopping.start();
    try {
      TimeUnit.NANOSECONDS.timedJoin(stopping, Math.max(nanos, 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
