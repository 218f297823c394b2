package io.obs4j.consumer.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * One application under load, in a process of its own: started, asked by a client that hardly
 * allocates, and measured by the process itself. What it has on its class path besides Spring Boot
 * is the module's.
 */
@SpringBootApplication
public class Side {

  private static final Logger LOG = LoggerFactory.getLogger(Side.class);
  private static final int CLIENTS = 2;

  /** What is asked. */
  @RestController
  public static class Orders {

    /** Logs a line, as a handler does. */
    @GetMapping("/orders/{id}")
    public String order(@PathVariable("id") int id) {
      LOG.info("order {}", id);
      return "done";
    }
  }

  /** Asks one connection for the same again and again. */
  private static final class Client implements Runnable {

    private final int port;
    private final int requests;
    private IOException failure;

    Client(int port, int requests) {
      this.port = port;
      this.requests = requests;
    }

    @Override
    public void run() {
      byte[] request =
          "GET /orders/17 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        OutputStream out = socket.getOutputStream();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        for (int i = 0; i < requests; i++) {
          out.write(request);
          out.flush();
          readAnswer(in);
        }
      } catch (IOException e) {
        failure = e;
      }
    }

    /** To the end of the head, then the four letters of the body. */
    private static void readAnswer(InputStream in) throws IOException {
      int ends = 0;
      while (ends < 4) {
        int read = in.read();
        if (read < 0) {
          throw new IOException("the server went away");
        }
        ends = read == "\r\n\r\n".charAt(ends) ? ends + 1 : read == '\r' ? 1 : 0;
      }
      if (in.readNBytes(4).length < 4) {
        throw new IOException("the server went away");
      }
    }
  }

  /**
   * Prints {@code start_ms=… requests=… wall_ns=… cpu_ns=… bytes=…}, each but the first two a
   * request, to the standard error.
   */
  public static void main(String[] args) throws Exception {
    int warmUp = Integer.getInteger("warmUp");
    int requests = Integer.getInteger("requests");
    ConfigurableApplicationContext context = SpringApplication.run(Side.class, args);
    long startMillis =
        System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    int port = Integer.parseInt(context.getEnvironment().getProperty("local.server.port"));
    long wall;
    long cpuTaken;
    long allocated;
    try (context) {
      ask(port, warmUp);
      long cpu = cpuNanos();
      long bytes = allocated();
      long begun = System.nanoTime();
      ask(port, requests);
      wall = System.nanoTime() - begun;
      cpuTaken = cpuNanos() - cpu;
      allocated = allocated() - bytes;
    }
    System.err.printf(
        "side start_ms=%d requests=%d wall_ns=%d cpu_ns=%d bytes=%d%n",
        startMillis,
        warmUp + requests,
        wall / requests,
        cpuTaken / requests,
        allocated / requests);
  }

  private static void ask(int port, int requests) throws Exception {
    List<Client> clients = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Client client = new Client(port, requests / CLIENTS);
      Thread thread = new Thread(client, "client-" + i);
      clients.add(client);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (Client client : clients) {
      if (client.failure != null) {
        throw client.failure;
      }
    }
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** By all threads that live; those that served or exported live on. */
  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long each : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, each);
    }
    return sum;
  }
}
