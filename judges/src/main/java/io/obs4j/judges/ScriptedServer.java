package io.obs4j.judges;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on the loopback address that answers each request with the next bytes of a script, and
 * after its end with 202. Unlike a proper server it can do whatever goes wrong.
 */
public final class ScriptedServer implements AutoCloseable {

  public static final String ACCEPTED = answer(202, "");

  /** Closes the connection in place of an answer. */
  public static final String CLOSE = "";

  /** Answers only when the test lets it. */
  public static final String STALL = "stall";

  /** As {@link #STALL}, and does not even read the body. */
  public static final String STALL_BEFORE_BODY = "stall before body";

  public record Request(String line, Map<String, String> headers, String latin1) {

    public byte[] body() {
      return latin1.getBytes(ISO_8859_1);
    }

    public String text() {
      return new String(body(), UTF_8);
    }
  }

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  public final AtomicInteger connections = new AtomicInteger();
  private final Queue<String> script = new ConcurrentLinkedQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final ServerSocket listening;
  private volatile boolean closing;

  private ScriptedServer(List<String> script) throws IOException {
    this.script.addAll(script);
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public static ScriptedServer start(String... script) throws IOException {
    return new ScriptedServer(List.of(script));
  }

  public static String answer(int status, String body, String... headers) {
    String head = "HTTP/1.1 " + status + " Said\r\nContent-Length: " + body.length() + "\r\n";
    for (String header : headers) {
      head += header + "\r\n";
    }
    return head + "\r\n" + body;
  }

  public String url() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/api/v2/spans";
  }

  /** Lets all requests be answered that were stalled. */
  public void release() {
    released.countDown();
  }

  /** Closes all connections that are open. */
  public void disconnectAll() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      closing = true;
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (!closing) {
        String line = line(in);
        Map<String, String> headers = headers(in);
        String next = script.poll();
        String answer = next == null ? ACCEPTED : next;
        if (answer.equals(STALL_BEFORE_BODY)) {
          released.await();
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
        requests.add(new Request(line, headers, new String(body, ISO_8859_1)));
        if (answer.equals(STALL)) {
          released.await();
          answer = ACCEPTED;
        }
        if (answer.equals(CLOSE)) {
          return;
        }
        socket.getOutputStream().write(answer.getBytes(UTF_8));
      }
    } catch (IOException e) {
      // The client went away, which is its right.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      line.append((char) b);
    }
    return new String(line.toString().getBytes(ISO_8859_1), UTF_8).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    closing = true;
    listening.close();
    release();
    disconnectAll();
  }
}
