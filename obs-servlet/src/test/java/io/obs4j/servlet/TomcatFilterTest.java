package io.obs4j.servlet;

import jakarta.servlet.ServletContainerInitializer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TomcatFilterTest extends FilterTable {

  @Override
  TestContainer start(Path directory, ServletContainerInitializer application) {
    return new TomcatContainer(directory, application);
  }

  /** Jetty answers it before any filter sees it. */
  @Test
  void unavailableServlet_isAnErrorOfItsStatus() throws IOException {
    String error = "jakarta.servlet.UnavailableException";
    request_isTracedMeasuredAndLoggedOnce(
        "GET /unavailable", "GET /shop/unavailable", 503, error, 1, null);
  }
}
