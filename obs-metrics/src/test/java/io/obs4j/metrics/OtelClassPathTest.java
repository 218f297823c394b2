package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.MetricSource;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleHistogramBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Recorder;
import org.junit.jupiter.api.Test;

/**
 * The front works with the oldest API that we support and the newest, and without the incubator.
 */
class OtelClassPathTest {

  private static final Path OLDEST = Path.of("target", "oldest-api");

  @Test
  void newestApi_withIncubator_extends() throws Exception {
    assertThat(run(newest(ExtendedDoubleHistogramBuilder.class)))
        .startsWith(OtelProgram.RESULT)
        .endsWith(" ExtendedDoubleHistogramBuilder ExtendedLongCounter ExtendedDoubleCounter");
  }

  @Test
  void newestApi_withoutIncubator_works() throws Exception {
    assertThat(run(newest()))
        .startsWith(OtelProgram.RESULT)
        .endsWith(" DoubleHistogramBuilder LongCounter DoubleCounter");
  }

  @Test
  void oldestApi_withIncubator_extendsBuilders() throws Exception {
    assertThat(run(oldest("")))
        .startsWith(OtelProgram.RESULT)
        .endsWith(" ExtendedDoubleHistogramBuilder LongCounter DoubleCounter");
  }

  @Test
  void oldestApi_withoutIncubator_works() throws Exception {
    assertThat(run(oldest("incubator")))
        .startsWith(OtelProgram.RESULT)
        .endsWith(" DoubleHistogramBuilder LongCounter DoubleCounter");
  }

  private static String run(List<URL> api) throws Exception {
    List<URL> urls = new ArrayList<>(api);
    for (Class<?> ours :
        List.of(MetricSource.class, Metrics.class, OtelProgram.class, Recorder.class)) {
      urls.add(origin(ours));
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader(); // with which the API looks for services
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      Class<?> program = loader.loadClass(OtelProgram.class.getName());
      return (String) ((Callable<?>) program.getConstructor().newInstance()).call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static List<URL> newest(Class<?>... more) {
    List<URL> urls = new ArrayList<>();
    for (Class<?> type : List.of(Meter.class, Context.class, ComponentLoader.class)) {
      urls.add(origin(type));
    }
    for (Class<?> type : more) {
      urls.add(origin(type));
    }
    return urls;
  }

  /** The jars that the build put aside. */
  private static List<URL> oldest(String without) throws Exception {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> jars = Files.list(OLDEST)) {
      for (Path jar : jars.toList()) {
        if (without.isEmpty() || !jar.getFileName().toString().contains(without)) {
          urls.add(jar.toUri().toURL());
        }
      }
    }
    assertThat(urls).hasSizeGreaterThanOrEqualTo(2);
    return urls;
  }

  private static URL origin(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
