package io.obs4j.judges;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A real Zipkin, which keeps spans in memory. As it is large, it is only asked where the system
 * property {@value #JAR} names its jar, as the Maven profile {@code zipkin} does.
 */
public final class ZipkinServer implements AutoCloseable {

  /** The system property that names the jar. */
  public static final String JAR = "obs4j.zipkin.server";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int OK = 200;

  private final ServerProcess server;

  private ZipkinServer(ServerProcess server) {
    this.server = server;
  }

  /**
   * Starts a Zipkin on the loopback address.
   *
   * @param directory for its log
   * @return the server, once it is ready
   * @throws IOException if it does not start; its log is in the message
   * @throws org.opentest4j.TestAbortedException if it was not asked for, to skip the test
   */
  public static ZipkinServer start(Path directory) throws IOException {
    String jar = jar(System.getProperty(JAR));
    int port = ServerProcess.freePort();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-jar",
            jar,
            "--armeria.ports[0].ip=127.0.0.1",
            "--armeria.ports[0].port=" + port,
            "--armeria.ports[0].protocols[0]=http");
    Path log = directory.resolve("zipkin.log");
    return new ZipkinServer(ServerProcess.start(command, port, "/health", log, PATIENCE));
  }

  private static String jar(@Nullable String property) {
    return property == null
        ? abort("Zipkin was not asked for: -Pzipkin fetches and asks it")
        : property;
  }

  /**
   * Where it takes in spans.
   *
   * @return the URL
   */
  public URI endpoint() {
    return server.address().resolve("/api/v2/spans");
  }

  /**
   * Waits until its HTTP API gives a certain answer.
   *
   * @param path with the query, such as {@code /api/v2/trace/463ac35c9f6413ad}
   * @param expected tells whether the body of an answer is the one
   * @return the body
   * @throws AssertionError if it does not come to that; the last answer is in the message
   */
  public String await(String path, Predicate<String> expected) {
    long deadline = server.deadline();
    while (true) {
      HttpResponse<String> answer = server.get(path);
      if (answer.statusCode() == OK && expected.test(answer.body())) {
        return answer.body();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(path + " answers " + answer.statusCode() + ' ' + answer.body());
      }
      ServerProcess.pause();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
