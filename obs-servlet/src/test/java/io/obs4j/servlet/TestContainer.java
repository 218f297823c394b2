package io.obs4j.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A container that serves the {@link Shop} under {@code /shop}. */
interface TestContainer extends AutoCloseable {

  String APPLICATION = "/shop";

  int port();

  @Override
  void close();

  default Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port());
  }

  /** Sends a request line and headers, and gives all that comes back until the connection ends. */
  default String send(String... head) throws IOException {
    return sendBody("", head);
  }

  default String sendBody(String body, String... head) throws IOException {
    return new String(exchange(body, head), UTF_8);
  }

  default byte[] exchange(String body, String... head) throws IOException {
    try (Socket socket = connect()) {
      String request =
          String.join("\r\n", head)
              + "\r\nHost: shop.example:8080\r\nConnection: close\r\n\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return socket.getInputStream().readAllBytes();
    }
  }

  default String get(String path) throws IOException {
    return send("GET " + APPLICATION + path + " HTTP/1.1");
  }
}
