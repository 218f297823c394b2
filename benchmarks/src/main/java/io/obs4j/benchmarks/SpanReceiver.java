package io.obs4j.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Takes in spans as Zipkin or a collector of OTLP does, answers each request after ten
 * milliseconds, and counts the spans by their ids. Prints its port, and how many different spans it
 * got for each byte of its input, and once that ends.
 */
public final class SpanReceiver {

  private static final long ANSWER_MILLIS = 10;
  private static final byte[] ID = "\"id\":\"".getBytes(US_ASCII);
  private static final int DIGITS = 16;
  private static final byte[] ACCEPTED =
      "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);

  /** Ids by open addressing; never more than half full. Guarded by itself. */
  private static final class Ids {
    private long[] slots = new long[1 << 20];
    private int count;

    synchronized void addAll(long[] ids, int size) {
      for (int i = 0; i < size; i++) {
        if (count > slots.length / 2) {
          grow();
        }
        add(ids[i]);
      }
    }

    private void add(long id) {
      int mask = slots.length - 1;
      int slot = (int) (id ^ (id >>> 32)) & mask;
      while (slots[slot] != 0) {
        if (slots[slot] == id) {
          return;
        }
        slot = (slot + 1) & mask;
      }
      slots[slot] = id;
      count++;
    }

    private void grow() {
      long[] before = slots;
      slots = new long[before.length * 2];
      count = 0;
      for (long id : before) {
        if (id != 0) {
          add(id);
        }
      }
    }

    synchronized int count() {
      return count;
    }
  }

  private final Ids ids = new Ids();

  private SpanReceiver() {}

  /**
   * Receives until its input ends.
   *
   * @param arguments none
   * @throws IOException if it cannot listen
   */
  public static void main(String[] arguments) throws IOException {
    SpanReceiver receiver = new SpanReceiver();
    try (ServerSocket listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
      System.out.println(listening.getLocalPort());
      daemon(() -> receiver.accept(listening));
      while (System.in.read() >= 0) {
        System.out.println(receiver.ids.count());
      }
      System.out.println(receiver.ids.count());
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "receiver");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        Socket socket = listening.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed: the count has been asked for.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      byte[] body = new byte[1 << 20];
      for (int length = head(in); length >= 0; length = head(in)) {
        body = body.length < length ? new byte[length] : body;
        if (in.readNBytes(body, 0, length) < length) {
          return;
        }
        count(body, length);
        TimeUnit.MILLISECONDS.sleep(ANSWER_MILLIS);
        socket.getOutputStream().write(ACCEPTED);
      }
    } catch (IOException | InterruptedException e) {
      // The sender went away.
    }
  }

  /** Reads the head of a request: the length of its body, or -1 if there is none. */
  private static int head(InputStream in) throws IOException {
    int length = -1;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return length;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }

  private void count(byte[] body, int length) throws IOException {
    if (length > 0 && body[0] != '[') {
      OtlpSpanIds otlp = new OtlpSpanIds();
      otlp.read(body, length);
      ids.addAll(otlp.ids(), otlp.count());
      return;
    }
    long[] found = new long[1024];
    int size = 0;
    for (int at = 0; at + ID.length + DIGITS <= length; at++) {
      if (body[at] == '"' && Arrays.equals(body, at, at + ID.length, ID, 0, ID.length)) {
        if (size == found.length) {
          found = Arrays.copyOf(found, size * 2);
        }
        at += ID.length;
        found[size++] = Long.parseUnsignedLong(new String(body, at, DIGITS, US_ASCII), 16);
      }
    }
    ids.addAll(found, size);
  }
}
