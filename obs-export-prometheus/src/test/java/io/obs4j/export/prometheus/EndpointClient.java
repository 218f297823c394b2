package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Well-behaved requests by the JDK's client, and sockets for the others. */
final class EndpointClient {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Less than idle threads of the endpoint live, which must not end by themselves here. */
  private static final Duration PATIENCE_FOR_CONDITIONS = Duration.ofSeconds(8);

  private EndpointClient() {}

  static HttpResponse<String> get(int port, String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", port, path, headers);
  }

  static HttpResponse<String> send(String method, int port, String path, String... headers)
      throws IOException, InterruptedException {
    return CLIENT.send(request(method, port, path, headers), BodyHandlers.ofString());
  }

  static HttpResponse<byte[]> getBytes(int port, String path, String... headers)
      throws IOException, InterruptedException {
    return CLIENT.send(request("GET", port, path, headers), BodyHandlers.ofByteArray());
  }

  private static HttpRequest request(String method, int port, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.noBody());
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }

  /** A connection that has sent some bytes, and takes in next to nothing unless it is read. */
  static Socket connect(int port, String sent) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1024);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** Reads what a server still sends until it closes the connection, in order or by a reset. */
  static String readToEnd(Socket socket) {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[64 * 1024];
    try {
      InputStream in = socket.getInputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        text.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server did not close the connection", e);
    } catch (IOException e) {
      text.append("<reset>");
    }
    return text.toString();
  }

  /** Waits until a condition holds, and fails if it does not come to hold. */
  static void await(String description, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_FOR_CONDITIONS.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(condition.getAsBoolean()).as(description).isTrue();
  }
}
