package io.obs4j.servlet;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;

class JettyFilterTest extends FilterTable {

  @Override
  TestContainer start(Path directory, ServletContainerInitializer application) {
    return new JettyContainer(directory, application);
  }
}
