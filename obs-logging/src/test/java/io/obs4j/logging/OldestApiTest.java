package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jctools.queues.MpscArrayQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;

/** Lines and records with the oldest OpenTelemetry API that we support. */
class OldestApiTest {

  private static final Path OLDEST = Path.of("target", "oldest-api");

  @Test
  void oldestApi_linesAndRecords_areThere() throws Exception {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> jars = Files.list(OLDEST)) {
      for (Path jar : jars.toList()) {
        urls.add(jar.toUri().toURL());
      }
    }
    assertThat(urls).hasSize(2);
    for (Class<?> type :
        List.of(
            Logging.class,
            Diagnostics.class,
            OldestApiProgram.class,
            Marker.class,
            MpscArrayQueue.class)) {
      urls.add(type.getProtectionDomain().getCodeSource().getLocation());
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader(); // with which the API looks for services
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      Class<?> program = loader.loadClass(OldestApiProgram.class.getName());
      assertThat(((Callable<?>) program.getConstructor().newInstance()).call())
          .isEqualTo("2 lines, {\"token\":\"***\"}, [1,2], emitted");
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
