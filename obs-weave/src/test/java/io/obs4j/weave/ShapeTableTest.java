package io.obs4j.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.operation.Operation;
import io.obs4j.operation.OperationBuilder;
import io.obs4j.operation.OperationRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Every shape of method by every mechanism that reaches it: what is recorded, and what the program
 * sees, must be the same.
 */
@Timeout(120)
class ShapeTableTest {

  /** What a row does: it may throw, which belongs to what is compared. */
  interface Call<T> {
    Object on(T target) throws Throwable;
  }

  /** The same, by an explicit handle around what is not woven. */
  interface ByHand {
    Object on(Obs obs, Annotated<String> target) throws Throwable;
  }

  /**
   * A row.
   *
   * @param name of the shape
   * @param woven called on a woven class
   * @param type the interface by which a proxy reaches the method, or null if none does
   * @param proxied called on the proxy
   * @param byHand the reference
   */
  record Row<T>(String name, Call<Shapes> woven, Class<T> type, Call<T> proxied, ByHand byHand) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row<Shapes> row(String name, Call<Shapes> call, ByHand byHand) {
    return new Row<>(name, call, Shapes.class, call, byHand);
  }

  private static Row<Shapes> unreachable(String name, Call<Shapes> call, ByHand byHand) {
    return new Row<>(name, call, null, null, byHand);
  }

  private static OperationBuilder untraced(OperationBuilder builder) {
    return builder.traced(false);
  }

  @SuppressWarnings({"unchecked", "rawtypes", "FutureReturnValueIgnored"})
  static Stream<Row<?>> rows() {
    return Stream.of(
        row(
            "plain",
            shapes -> shapes.plain("ann"),
            (obs, target) ->
                labelled(
                    obs.operation("shape.plain")
                        .constant("tier", "gold")
                        .label("tenant")
                        .resultLabel("result")
                        .create(),
                    () -> target.plain("ann"),
                    "ann")),
        row(
            "null for a label",
            shapes -> shapes.plain(null),
            (obs, target) ->
                labelled(
                    obs.operation("shape.plain")
                        .constant("tier", "gold")
                        .label("tenant")
                        .resultLabel("result")
                        .create(),
                    () -> target.plain(null),
                    (Object) null)),
        unreachable(
            "private",
            shapes -> shapes.ofPrivate(7),
            (obs, target) ->
                labelled(
                    obs.operation("shape.private").label("value").resultLabel("result").create(),
                    () -> target.ofPrivate(7),
                    7)),
        unreachable(
            "static",
            shapes -> shapes.ofStatic(3),
            (obs, target) ->
                labelled(
                    untraced(obs.operation("shape.static").counted(false))
                        .label("first")
                        .label("second")
                        .resultLabel("result")
                        .create(),
                    () -> target.ofStatic(3),
                    3L,
                    3L)),
        unreachable(
            "final and synchronized",
            shapes -> shapes.ofFinal(3),
            (obs, target) ->
                labelled(
                    untraced(obs.operation("shape.final").timed(false))
                        .label("value")
                        .resultLabel("result")
                        .create(),
                    () -> target.ofFinal(3),
                    3.0)),
        unreachable(
            "self-called",
            shapes -> shapes.selfCalled("x"),
            (obs, target) -> {
              Operation self = obs.operation("shape.self").label("value").create();
              return labelled(self, () -> target.called("x"), "x")
                  + labelled(self, () -> target.called("x"), "x");
            }),
        unreachable(
            "default, with a private method of its interface",
            Shapes::ofDefault,
            (obs, target) -> {
              Operation whisper =
                  untraced(obs.operation("shape.default.private").counted(false)).create();
              return labelled(
                  obs.operation("shape.default")
                      .label("name")
                      .resultLabel("length", (CharSequence result) -> result.length())
                      .create(),
                  () -> {
                    whisper.run(() -> {});
                    return target.ofDefault();
                  },
                  "ann");
            }),
        new Row<Shapes.Generic<String>>(
            "generic, through its bridge",
            shapes -> ((Shapes.Generic<String>) shapes).generic("four"),
            (Class) Shapes.Generic.class,
            generic -> generic.generic("four"),
            (obs, target) ->
                labelled(
                    obs.operation("shape.generic")
                        .label("length", (String value) -> value.length())
                        .create(),
                    () -> target.generic("four"),
                    "four")),
        row(
            "varargs",
            shapes -> shapes.varargs("a", "b"),
            (obs, target) ->
                labelled(
                    untraced(obs.operation("shape.varargs").counted(false))
                        .resultLabel("count")
                        .create(),
                    () -> target.varargs("a", "b"))),
        unreachable(
            "constructor-called",
            Shapes::ofConstructor,
            (obs, target) ->
                labelled(
                    obs.operation("shape.constructor").label("what").create(),
                    target::ofConstructor,
                    "made")),
        unreachable(
            "recursive",
            shapes -> shapes.recursive(3),
            (obs, target) ->
                recurse(
                    obs.operation("shape.recursive").label("depth").resultLabel("result").create(),
                    3)),
        row(
            "throwing",
            shapes -> {
              shapes.throwing();
              return null;
            },
            (obs, target) ->
                labelled(
                    obs.operation("shape.throwing").create(),
                    () -> {
                      target.throwing();
                      return null;
                    })),
        row(
            "throwing unchecked",
            shapes -> {
              shapes.sneaky();
              return null;
            },
            (obs, target) ->
                labelled(
                    untraced(obs.operation("shape.sneaky").counted(false)).create(),
                    () -> {
                      target.sneaky();
                      return null;
                    })),
        row(
            "loops, switches and handlers",
            shapes -> shapes.looping(true),
            (obs, target) ->
                labelled(
                    obs.operation("shape.looping").label("first").resultLabel("result").create(),
                    () -> target.looping(true),
                    true)),
        row(
            "empty",
            shapes -> {
              shapes.nothing();
              return null;
            },
            (obs, target) -> {
              obs.operation("shape.nothing").timed(false).counted(false).create().run(() -> {});
              return null;
            }),
        row(
            "stage",
            shapes -> completed(shapes, shapes.stage()),
            (obs, target) ->
                completed(
                    target,
                    async(
                        obs.operation("shape.stage")
                            .resultLabel("length", (String value) -> value.length()),
                        CompletionStage.class,
                        target::stage))),
        row(
            "future, untraced",
            shapes -> completed(shapes, shapes.future()),
            (obs, target) ->
                completed(
                    target,
                    async(
                        untraced(obs.operation("shape.future").counted(false))
                            .resultLabel("result"),
                        CompletionStage.class,
                        target::future))),
        unreachable(
            "stage whose value is its second parameter",
            shapes -> {
              var tagged = shapes.ofTagged();
              shapes.later().complete("late");
              return tagged.get();
            },
            (obs, target) -> {
              var tagged =
                  (Future<?>)
                      async(
                          obs.operation("shape.tagged")
                              .resultLabel("length", (String value) -> value.length()),
                          CompletionStage.class,
                          target::tagged);
              target.later().complete("late");
              return tagged.get();
            }),
        unreachable(
            "used by the initializer of a class above",
            Shapes::ofInitializer,
            (obs, target) -> {
              Operation greeting = obs.operation("shape.below").create();
              Operation measure =
                  untraced(obs.operation("shape.below.timed").counted(false)).label("of").create();
              return labelled(greeting, () -> "hello5")
                  + labelled(
                      greeting,
                      () -> {
                        labelled(measure, () -> null, "first");
                        return "hello5";
                      });
            }),
        row(
            "plain future",
            shapes -> {
              Future<String> future = shapes.plainFuture();
              shapes.later().complete("late");
              return future.get();
            },
            (obs, target) -> {
              Future<?> future =
                  (Future<?>)
                      async(
                          obs.operation("shape.plainFuture").resultLabel("result"),
                          Future.class,
                          target::plainFuture);
              target.later().complete("late");
              return future.get();
            }),
        row(
            "plain future, cancelled",
            shapes -> shapes.plainFuture().cancel(true),
            (obs, target) ->
                ((Future<?>)
                        async(
                            obs.operation("shape.plainFuture").resultLabel("result"),
                            Future.class,
                            target::plainFuture))
                    .cancel(true)),
        row(
            "publisher",
            shapes -> subscribed(shapes, shapes.publisher()),
            (obs, target) ->
                subscribed(
                    target,
                    (Flow.Publisher<?>)
                        async(
                            obs.operation("shape.publisher"),
                            Flow.Publisher.class,
                            target::publisher))),
        row(
            "mono",
            shapes -> {
              var future = shapes.mono().toFuture();
              shapes.later().complete("late");
              return future.get();
            },
            (obs, target) -> {
              var future =
                  ((Mono<?>)
                          async(
                              obs.operation("shape.mono").resultLabel("result"),
                              Mono.class,
                              target::mono))
                      .toFuture();
              target.later().complete("late");
              return future.get();
            }),
        row(
            "mono, failing",
            shapes -> {
              var future = shapes.mono().toFuture();
              shapes.later().completeExceptionally(new IOException("disk"));
              return future.get();
            },
            (obs, target) -> {
              var future =
                  ((Mono<?>)
                          async(
                              obs.operation("shape.mono").resultLabel("result"),
                              Mono.class,
                              target::mono))
                      .toFuture();
              target.later().completeExceptionally(new IOException("disk"));
              return future.get();
            }),
        row(
            "flux",
            shapes -> {
              var future = shapes.flux().collectList().toFuture();
              shapes.later().complete("late");
              return future.get();
            },
            (obs, target) -> {
              var future =
                  ((Flux<?>) async(obs.operation("shape.flux"), Flux.class, target::flux))
                      .collectList()
                      .toFuture();
              target.later().complete("late");
              return future.get();
            }),
        row(
            "flux, cancelled",
            shapes -> {
              shapes.flux().subscribe().dispose();
              return null;
            },
            (obs, target) -> {
              ((Flux<?>) async(obs.operation("shape.flux"), Flux.class, target::flux))
                  .subscribe()
                  .dispose();
              return null;
            }));
  }

  private static <T> T labelled(Operation operation, Operation.Task<T, ?> task, Object... values)
      throws Throwable {
    OperationRun run =
        switch (values.length) {
          case 0 -> operation.start();
          case 1 -> operation.start(values[0]);
          default -> operation.start(values[0], values[1]);
        };
    try {
      T result = task.call();
      run.result(result);
      return result;
    } catch (Throwable e) {
      run.fail(e);
      throw e;
    } finally {
      run.close();
    }
  }

  private static Object async(
      OperationBuilder builder, Class<?> type, Operation.Task<?, RuntimeException> task) {
    OperationRun run = builder.returns(type).create().start();
    Object result = run.returned(task.call());
    run.close();
    return result;
  }

  private static int recurse(Operation operation, int depth) throws Throwable {
    return labelled(operation, () -> depth == 0 ? 0 : 1 + recurse(operation, depth - 1), depth);
  }

  private static Object completed(Shapes shapes, Object stage) throws Throwable {
    assertThat(stage).isSameAs(shapes.later());
    shapes.later().complete("late");
    return shapes.later().get();
  }

  private static Object subscribed(Shapes shapes, Flow.Publisher<?> publisher) {
    List<Object> seen = new ArrayList<>();
    publisher.subscribe(
        new Flow.Subscriber<Object>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(Object item) {
            seen.add(item);
          }

          @Override
          public void onError(Throwable failure) {
            seen.add(failure);
          }

          @Override
          public void onComplete() {
            seen.add("complete");
          }
        });
    shapes.later().completeExceptionally(new CancellationException("no more"));
    return seen;
  }

  // The table.

  private static Map<String, byte[]> files;
  private static Map<String, byte[]> filesForThisJdk;

  @BeforeAll
  static void weave() throws IOException {
    files = Fixtures.woven();
    filesForThisJdk = Fixtures.wovenForThisJdk();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void weaving_recordsWhatAHandleDoes(Row<?> row) throws Exception {
    List<String> expected = byHand(row);

    assertThat(expected).hasSizeGreaterThan(1);
    assertThat(woven(row, files)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void weaving_ofClassFilesOfThisJdk_recordsWhatAHandleDoes(Row<?> row) throws Exception {
    assertThat(woven(row, filesForThisJdk)).isEqualTo(byHand(row));
  }

  @ParameterizedTest
  @MethodSource("rows")
  <T> void proxy_recordsWhatAHandleDoes(Row<T> row) {
    if (row.type != null) {
      List<String> proxied =
          recorded(obs -> row.proxied.on(obs.observe(row.type, row.type.cast(new Annotated<>()))));

      assertThat(proxied).isEqualTo(byHand(row));
    }
  }

  private static List<String> byHand(Row<?> row) {
    return recorded(obs -> row.byHand.on(obs, new Annotated<>()));
  }

  private static List<String> woven(Row<?> row, Map<String, byte[]> files) throws Exception {
    var constructor =
        Fixtures.load(files).loadClass(Annotated.class.getName()).getDeclaredConstructor();
    constructor.setAccessible(true);
    Shapes shapes = (Shapes) constructor.newInstance();
    return recorded(
        obs -> {
          obs.installGlobal();
          return row.woven.on(shapes);
        });
  }

  /** What the program sees, then what is measured, then the spans. */
  private static List<String> recorded(Call<Obs> call) {
    InMemoryExporter exporter = InMemoryExporter.create();
    List<String> lines = new ArrayList<>();
    try (Obs obs = Obs.builder().service("s", "").environment(Map.of()).export(exporter).start()) {
      String seen;
      try {
        seen = String.valueOf(call.on(obs));
      } catch (Throwable e) {
        seen = e.toString();
      }
      lines.add(seen);
      Pages.of(obs)
          .lines()
          .filter(line -> line.matches("shape_.*_(total|count)(\\{.*)? [1-9]"))
          .forEach(lines::add);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    exporter.spans().stream()
        .map(span -> span.name() + span.attributes() + span.status() + span.events().size())
        .forEach(lines::add);
    return lines;
  }
}
