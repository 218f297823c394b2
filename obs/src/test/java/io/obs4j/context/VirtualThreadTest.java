package io.obs4j.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What newer JDKs have, by reflection or in a JVM that compiles it. */
@Timeout(60)
class VirtualThreadTest {

  private static final int MANY = 1_000;

  private static void assumeVirtualThreads() {
    assumeTrue(
        Runtime.version().feature() >= 21, "skipped: this JDK has no virtual threads, 25 has");
  }

  private static ExecutorService perTask(ThreadFactory factory) throws Exception {
    return (ExecutorService)
        Executors.class
            .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
            .invoke(null, factory);
  }

  private static ThreadFactory virtualThreads() throws Exception {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
    return (ThreadFactory) factory.invoke(builder);
  }

  /** So many tasks that all are in their contexts at once, each in another one. */
  private static void assertEachInItsOwn(ExecutorService executor) throws Exception {
    CountDownLatch allRun = new CountDownLatch(MANY);
    Callable<String> task =
        () -> {
          allRun.countDown();
          allRun.await();
          return Names.current();
        };
    List<Future<String>> names = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      names.add(Names.in("caller " + i, () -> executor.submit(task)));
    }
    for (int i = 0; i < MANY; i++) {
      assertThat(names.get(i).get()).isEqualTo("caller " + i);
    }
    ((AutoCloseable) executor).close();
    assertThat(executor.isTerminated()).isTrue();
  }

  @Test
  void executor_ofVirtualThreads_runsInTheContextOfTheCall() throws Exception {
    assumeVirtualThreads();
    assertEachInItsOwn(ContextPropagation.wrap(perTask(virtualThreads())));
  }

  @Test
  void threadFactory_ofVirtualThreads_runsThemInTheContextOfTheirMaking() throws Exception {
    assumeVirtualThreads();
    assertEachInItsOwn(perTask(ContextPropagation.wrapThreadFactory(virtualThreads())));
  }

  @Test
  void structuredTaskScope_forksInTheContextOfTheFork(@TempDir Path directory) throws Exception {
    assumeTrue(Runtime.version().feature() == 25, "skipped: needs the preview API that JDK 25 has");
    Path program = directory.resolve("StructuredScopes.java");
    try (InputStream source = getClass().getResourceAsStream("StructuredScopes.java")) {
      Files.copy(source, program);
    }

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-preview",
                "--source",
                "25",
                "-cp",
                System.getProperty("java.class.path"),
                program.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines().filter(line -> !line.startsWith("Note:")))
        .containsExactly("true outer, true outer", "true inner", "true outer", "outer");
  }
}
