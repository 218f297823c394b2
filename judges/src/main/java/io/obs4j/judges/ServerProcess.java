package io.obs4j.judges;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of others in a process of its own, on the loopback address, until it is closed. */
public final class ServerProcess implements AutoCloseable {

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Duration patience;
  private final Process process;
  private final Thread atExit;
  private final URI address;
  private final Path log;

  private ServerProcess(Process process, int port, Path log, Duration patience) {
    this.process = process;
    this.address = URI.create("http://127.0.0.1:" + port);
    this.log = log;
    this.patience = patience;
    atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param command that starts it
   * @param port that it listens on
   * @param health answers 200 once it is ready
   * @param log where its output goes
   * @param patience how long anything may take
   * @return the server, once it is ready
   * @throws IOException if it does not start; its log is in the message
   */
  public static ServerProcess start(
      List<String> command, int port, String health, Path log, Duration patience)
      throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    ServerProcess server = new ServerProcess(process, port, log, patience);
    try {
      server.awaitReady(health);
    } catch (IOException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
    return server;
  }

  /**
   * A port that nobody listens on now.
   *
   * @return the port
   * @throws IOException if there is none
   */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(String health) throws IOException {
    long deadline = deadline();
    while (!isReady(health)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("It does not start:\n" + Files.readString(log));
      }
      pause();
    }
  }

  private boolean isReady(String health) {
    try {
      return get(health).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** When patience ends, on the clock of {@link System#nanoTime()}. */
  long deadline() {
    return System.nanoTime() + patience.toNanos();
  }

  /**
   * Where it listens.
   *
   * @return the URL, without a path
   */
  public URI address() {
    return address;
  }

  HttpResponse<String> get(String path) {
    HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).timeout(patience).build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server was asked", e);
    }
  }

  static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_ATTEMPTS.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a server", e);
    }
  }

  /** Ends the process, by force if it does not end by itself. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
