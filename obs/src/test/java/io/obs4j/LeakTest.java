package io.obs4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.export.prometheus.PrometheusEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is started and closed twenty times leaves no thread, port or class loader behind. */
@Timeout(120)
class LeakTest {

  private static final int TIMES = 20;
  private static final int MOST_COLLECTIONS = 50;
  private static final long PAUSE_MILLIS = 100;

  private static final Logger log = Logger.getLogger("io.obs4j");

  @BeforeAll
  static void silence() {
    log.setLevel(Level.WARNING);
  }

  @AfterAll
  static void restoreLog() {
    log.setLevel(null);
  }

  /** Starts and closes, in a class loader of its own when the test says so. */
  public static final class Deployment implements Runnable {

    @Override
    public void run() {
      int port = 0;
      for (int i = 0; i < TIMES; i++) {
        PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(port);
        try (Obs obs =
            Obs.builder()
                .environment(Map.of("OBS_STRICT", "true"))
                .service("deployed", "1")
                .export(endpoint)
                .runtimeMetrics(true)
                .closeOnShutdown()
                .start()) {
          obs.metrics().counter("orders").create().increment();
          port = endpoint.port();
          scrape(port);
          scrape(port);
        }
      }
      bind(port);
    }

    private static void scrape(int port) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
        String page = new String(socket.getInputStream().readAllBytes(), UTF_8);
        if (!page.contains("\norders_total 1\n") || !page.contains("\njvm_thread_count")) {
          throw new IllegalStateException(page);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void bind(int port) {
      try {
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Keeps its class loader alive, as a leak would. */
  public static final class Leak implements Runnable {

    @Override
    public void run() {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {}));
    }
  }

  /** Collects for some seconds: Flight Recorder's threads let go of a class when they next run. */
  private static boolean isCollected(WeakReference<ClassLoader> loader) {
    for (int i = 0; i < MOST_COLLECTIONS && !loader.refersTo(null); i++) {
      System.gc();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
    return loader.refersTo(null);
  }

  @Test
  void twentyStartsAndCloses_leaveNoThread() throws Exception {
    new Deployment().run(); // The JDK starts threads of its own once.
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    new Deployment().run();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread)) {
        thread.join(PAUSE_MILLIS);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @Test
  void twentyStartsAndCloses_leaveNoClassLoader() throws Exception {
    assertThat(isCollected(Isolated.run(Deployment.class))).isTrue();
  }

  @Test
  void leakingClass_isFound() throws Exception {
    assertThat(isCollected(Isolated.run(Leak.class))).isFalse();
  }
}
