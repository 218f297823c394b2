package io.obs4j.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
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

  @Test
  void of_aName_isThatOfItsClass() {
    assertThat(Completion.of("java.util.concurrent.CompletionStage")).isEqualTo(Completion.STAGE);
    assertThat(Completion.of("java.util.concurrent.Future")).isEqualTo(Completion.FUTURE);
    assertThat(Completion.of("java.util.concurrent.Flow$Publisher"))
        .isEqualTo(Completion.PUBLISHER);
    assertThat(Completion.of(Mono.class)).isEqualTo(Completion.REACTOR);
    assertThat(Completion.of(Flux.class)).isEqualTo(Completion.REACTOR);
    assertThat(Completion.of(CompletableFuture.class)).isEqualTo(Completion.STAGE);
    assertThat(Completion.of("java.lang.String")).isEqualTo(Completion.AT_RETURN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reactor.core.publisher.Mono", "reactor.core.publisher.Flux"})
  void returned_ofReactorsOfALoaderBeneathOurs_endsTheRunAtReturn(String name) throws Exception {
    try (URLClassLoader server =
            new URLClassLoader(classPath(false), ClassLoader.getPlatformClassLoader());
        URLClassLoader application = new URLClassLoader(classPath(true), server)) {
      Object result = application.loadClass(name).getMethod("empty").invoke(null);

      assertThat(followed(server, result)).isSameAs(result);
      assertThat(followed(CompletionTest.class.getClassLoader(), result)).isSameAs(result);
    }
  }

  @Test
  void returned_ofReactorsOfALoaderBeneathOurs_isTheResult() throws Exception {
    try (URLClassLoader application =
        new URLClassLoader(classPath(true), ClassLoader.getPlatformClassLoader())) {
      Object result =
          application
              .loadClass("reactor.core.publisher.Mono")
              .getMethod("just", Object.class)
              .invoke(null, "x");
      Operation operation =
          Operations.operation("work")
              .returns("reactor.core.publisher.Mono")
              .resultLabel("type", value -> value.getClass().getSimpleName())
              .create();

      operation.start().returned(result);

      assertThat(signals.measured).containsExactly("work 0 null MonoJust null null null");
    }
  }

  /**
   * What comes of a result whose declared type is one of Reactor's, with the classes of a loader.
   */
  private static Object followed(ClassLoader ours, Object result) throws Exception {
    Class<?> operations = Class.forName("io.obs4j.operation.Operations", true, ours);
    Object builder = operations.getMethod("operation", String.class).invoke(null, "work");
    Object declared =
        builder
            .getClass()
            .getMethod("returns", Class.class)
            .invoke(builder, result.getClass().getSuperclass());
    Object operation = declared.getClass().getMethod("create").invoke(declared);
    Object run = operation.getClass().getMethod("start").invoke(operation);
    return run.getClass().getMethod("returned", Object.class).invoke(run, result);
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
