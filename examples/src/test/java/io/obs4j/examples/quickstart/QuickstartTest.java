package io.obs4j.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The quickstart in the documentation is the one in the sources, compiles, and says what is told.
 */
@Timeout(120)
class QuickstartTest {

  private static final Path SOURCE =
      Path.of("src/main/java/io/obs4j/examples/quickstart/Quickstart.java");
  private static final String PACKAGE = "package io.obs4j.examples.quickstart;\n\n";

  private static List<Path> pages() {
    return Stream.of(Path.of("../README.md"), Path.of("../docs/getting-started.md"))
        .filter(Files::exists)
        .toList();
  }

  /** The fenced block that follows a marker. */
  private static String block(Path page, String marker) throws IOException {
    Matcher block =
        Pattern.compile("<!-- " + marker + " -->\\s*```\\w*\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(page));
    assertThat(block.find()).as("%s has a block after <!-- %s -->", page, marker).isTrue();
    return block.group(1);
  }

  @Test
  void pages_showTheQuickstartAsItIs() throws IOException {
    assertThat(pages()).isNotEmpty();
    for (Path page : pages()) {
      assertThat(PACKAGE + block(page, "quickstart")).isEqualTo(Files.readString(SOURCE));
    }
  }

  @Test
  void pages_showWhatTheQuickstartExports(@TempDir Path directory) throws Exception {
    int port = freePort();
    Path program = directory.resolve("Quickstart.java");
    Files.writeString(
        program,
        Files.readString(SOURCE).replace(PACKAGE, "").replace("9464", String.valueOf(port)));

    String metrics = metricsOf(program, port);

    for (Path page : pages()) {
      assertThat(metrics).contains(block(page, "quickstart-output"));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Runs the program from its source as a reader does, asks for its metrics, and presses Enter. */
  private static String metricsOf(Path program, int port) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.toString(),
                "de",
                "fr",
                "de")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String metrics = awaitMetrics(process, port);
      process.outputWriter().append('\n').close();
      assertThat(process.waitFor()).isZero();
      return metrics;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String awaitMetrics(Process process, int port) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    String last = "";
    while (process.isAlive() && !last.contains("orders_total{country=\"de\"} 2")) {
      try {
        last = client.send(request, BodyHandlers.ofString()).body();
      } catch (ConnectException e) {
        Thread.onSpinWait();
      }
    }
    return last;
  }
}
