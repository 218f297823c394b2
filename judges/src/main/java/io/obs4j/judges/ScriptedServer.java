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
import java.util.function.Function;
import javax.net.ServerSocketFactory;

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

  /** Serves one request. */
  @FunctionalInterface
  public interface Script {

    /**
     * Reads what it wants of the request and writes what it wants.
     *
     * @param exchange of which the first line and the headers are read
     * @throws IOException as the connection does, which then ends
     * @throws InterruptedException never, as nobody interrupts
     */
    void serve(Exchange exchange) throws IOException, InterruptedException;
  }

  /** One request and its answer. */
  public final class Exchange {

    private final Socket socket;
    private final InputStream in;
    private final String line;
    private final Map<String, String> headers;

    private Exchange(Socket socket, InputStream in) throws IOException {
      this.socket = socket;
      this.in = in;
      this.line = readLine(in);
      this.headers = readHeaders(in);
    }

    public String line() {
      return line;
    }

    /** Reads the body, and remembers the request. */
    public Request read() throws IOException {
      Request request = new Request(line, headers, new String(readBody(), ISO_8859_1));
      requests.add(request);
      return request;
    }

    /** Reads the body, and forgets the request. */
    public byte[] readBody() throws IOException {
      return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }

    public void write(String text) throws IOException {
      write(text.getBytes(UTF_8));
    }

    public void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    public Socket socket() {
      return socket;
    }

    /** Waits for the test to let go. */
    public void awaitRelease() throws InterruptedException {
      released.await();
    }
  }

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  public final AtomicInteger connections = new AtomicInteger();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final ServerSocket listening;
  private final Script script;
  private volatile boolean closing;

  private ScriptedServer(ServerSocketFactory sockets, Script script) throws IOException {
    this.script = script;
    listening = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /**
   * Starts a server.
   *
   * @param script answers, or one of the constants, one for each request
   * @return a server that listens
   * @throws IOException if it cannot
   */
  public static ScriptedServer start(String... script) throws IOException {
    Queue<String> rest = new ConcurrentLinkedQueue<>(List.of(script));
    return serving(
        ServerSocketFactory.getDefault(),
        exchange -> {
          String next = rest.poll();
          answer(exchange, next == null ? ACCEPTED : next);
        });
  }

  /**
   * Starts a server that decides for each request.
   *
   * @param answers from requests
   * @return a server that listens
   * @throws IOException if it cannot
   */
  public static ScriptedServer answering(Function<Request, String> answers) throws IOException {
    return serving(
        ServerSocketFactory.getDefault(),
        exchange -> exchange.write(answers.apply(exchange.read())));
  }

  /**
   * Starts a server that does what it wants.
   *
   * @param sockets such as those of TLS
   * @param script called for each request, by several threads
   * @return a server that listens
   * @throws IOException if it cannot
   */
  public static ScriptedServer serving(ServerSocketFactory sockets, Script script)
      throws IOException {
    return new ScriptedServer(sockets, script);
  }

  private static void answer(Exchange exchange, String answer)
      throws IOException, InterruptedException {
    if (answer.equals(STALL_BEFORE_BODY)) {
      exchange.awaitRelease();
    }
    exchange.read();
    if (answer.equals(STALL)) {
      exchange.awaitRelease();
      exchange.write(ACCEPTED);
    } else if (answer.equals(CLOSE)) {
      exchange.socket().close();
    } else {
      exchange.write(answer);
    }
  }

  public static String answer(int status, String body, String... headers) {
    String head = "HTTP/1.1 " + status + " Said\r\nContent-Length: " + body.length() + "\r\n";
    for (String header : headers) {
      head += header + "\r\n";
    }
    return head + "\r\n" + body;
  }

  public int port() {
    return listening.getLocalPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/api/v2/spans";
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
      while (!closing && !socket.isClosed()) {
        script.serve(new Exchange(socket, in));
      }
    } catch (IOException e) {
      // The client went away, which is its right.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(socket);
    }
  }

  private static Map<String, String> readHeaders(InputStream in) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String readLine(InputStream in) throws IOException {
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
