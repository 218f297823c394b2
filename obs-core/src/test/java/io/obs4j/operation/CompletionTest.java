package io.obs4j.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class CompletionTest {

  private final ScriptedSignals signals = new ScriptedSignals();

  @BeforeEach
  void install() {
    Operations.install(signals);
  }

  @AfterEach
  void uninstall() {
    Operations.uninstall(signals);
  }

  private static URL[] classPath(boolean reactor) throws MalformedURLException {
    List<URL> found = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      String file = Path.of(entry).getFileName().toString();
      if ((file.startsWith("reactor-core") || file.startsWith("reactive-streams")) == reactor) {
        found.add(Path.of(entry).toUri().toURL());
      }
    }
    return found.toArray(new URL[0]);
  }

  private static Object of(ClassLoader ours, Class<?> declared) throws Exception {
    Method of =
        Class.forName("io.obs4j.operation.Completion", true, ours)
            .getDeclaredMethod("of", Class.class);
    of.setAccessible(true);
    return of.invoke(null, declared);
  }

  @Test
  void of_reactorsOwn_followsThem() {
    assertThat(Completion.of(Mono.class)).isEqualTo(Completion.REACTOR);
    assertThat(Completion.of(Flux.class)).isEqualTo(Completion.REACTOR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reactor.core.publisher.Mono", "reactor.core.publisher.Flux"})
  void of_reactorsOfALoaderBeneathOurs_countsAsCompleteAtReturn(String name) throws Exception {
    try (URLClassLoader server =
            new URLClassLoader(classPath(false), ClassLoader.getPlatformClassLoader());
        URLClassLoader application = new URLClassLoader(classPath(true), server)) {
      Class<?> declared = application.loadClass(name);

      assertThat(of(server, declared)).hasToString("AT_RETURN");
      assertThat(Completion.of(declared)).isEqualTo(Completion.AT_RETURN);
    }
  }

  /** A stage whose class does not link, as one compiled against another version. */
  private static final class Unlinked extends CompletableFuture<String> {

    @Override
    public CompletableFuture<String> whenComplete(
        BiConsumer<? super String, ? super Throwable> action) {
      throw new NoClassDefFoundError("absent");
    }
  }

  @Test
  void returned_ofWhatCannotBeFollowed_endsTheRunAndGivesItBack() {
    Operation operation = Operations.operation("work").returns(Unlinked.class).create();
    Unlinked stage = new Unlinked();

    try (OperationRun run = operation.start()) {
      assertThat(run.returned(stage)).isSameAs(stage);
    }

    assertThat(signals.measured).containsExactly("work 0 null null null null null");
  }
}
