package io.obs4j.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Leaking;
import io.obs4j.LogRecorder;
import io.obs4j.core.Diagnostics;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over the default storage, each time on a thread of its own: what is done wrong stays there. */
@Timeout(60)
class ScopeLeakDetectorTest {

  private static final int MOST_COLLECTIONS = 50;

  private final LogRecorder log = new LogRecorder();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(log);
  private final OpenScopes scopes = new OpenScopes(diagnostics);
  private final ContextStorage storage =
      new CheckedStorage(ContextStorage.defaultStorage(), scopes);

  private Scope open(String name) {
    return storage.attach(Names.context(name));
  }

  private static <T> T onThread(String name, Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, name);
    thread.start();
    thread.join();
    return task.get();
  }

  private void assertReported(String what) {
    assertThat(log.lines)
        .singleElement()
        .asString()
        .startsWith("WARNING A scope was " + what)
        .contains("It was opened at io.obs4j.Leaking.open(Leaking.java:")
        .endsWith("Close each scope once, by try-with-resources.");
    assertThat(log.causes)
        .singleElement()
        .satisfies(
            cause ->
                assertThat(cause)
                    .hasMessageStartingWith("The scope was opened here, on thread ")
                    .satisfies(
                        trace ->
                            assertThat(trace.getStackTrace()[0].getMethodName())
                                .isEqualTo("open")));
    assertThat(diagnostics.faultCount(ScopeLeakDetector.FAULT)).isEqualTo(1);
  }

  @Test
  void scopes_closedInOrder_areNotReported() throws Exception {
    onThread(
        "opener",
        () -> {
          for (int i = 0; i < 100; i++) {
            Scope outer = open("outer");
            Scope same = open("outer");
            Scope inner = open("inner");
            assertThat(scopes.list()).hasSize(3);
            inner.close();
            same.close();
            outer.close();
            assertThat(scopes.depth()).isZero();
          }
          return null;
        });

    assertThat(log.lines).isEmpty();
    assertThat(scopes.list()).isEmpty();
  }

  @Test
  void close_aSecondTime_isReported() throws Exception {
    onThread(
        "opener",
        () -> {
          Scope scope = Leaking.open(storage);
          scope.close();
          scope.close();
          return null;
        });

    assertReported("closed a second time.");
  }

  @Test
  void close_onAnotherThread_isReported() throws Exception {
    Scope scope = onThread("opener", () -> Leaking.open(storage));

    onThread(
        "closer",
        () -> {
          scope.close();
          return null;
        });

    assertReported("closed on thread closer, but thread opener opened it");
    assertThat(log.causes.get(0).getSuppressed())
        .singleElement()
        .satisfies(close -> assertThat(close).hasMessage("The close, on thread closer"));
    assertThat(scopes.list()).isEmpty();
  }

  @Test
  void close_beforeTheOneWithin_reportsThatOneOnce() throws Exception {
    List<String> left = new ArrayList<>();
    onThread(
        "opener",
        () -> {
          Scope root = open("root");
          Scope outer = open("outer");
          Scope late = Leaking.open(storage);
          outer.close();
          late.close();
          left.add(Names.current());
          root.close();
          return null;
        });

    assertReported("still open when one was closed that had been opened before it");
    assertThat(left).as("what the fault does").containsExactly("outer");
    assertThat(scopes.list()).isEmpty();
  }

  @Test
  void scope_thatIsNeverClosed_isReportedOnceCollected() throws Exception {
    onThread("opener", () -> Leaking.open(storage) != null);

    for (int i = 0; i < MOST_COLLECTIONS && !scopes.list().isEmpty(); i++) {
      System.gc();
    }

    assertReported("never closed, and its context stays on thread opener.");
    assertThat(log.causes.get(0).getSuppressed()).isEmpty();
  }

  @Test
  void openScopes_tellsWhereTheyWereOpened() throws Exception {
    Scope scope = onThread("opener", () -> Leaking.open(storage));

    assertThat(scopes.list())
        .singleElement()
        .satisfies(
            trace -> assertThat(trace).hasMessage("The scope was opened here, on thread opener"))
        .extracting(trace -> trace.getStackTrace()[0].getMethodName())
        .isEqualTo("open");
    assertThat(log.lines).isEmpty();
    assertThat(scope).isNotNull();
  }

  @Test
  void samePlace_leakingAgain_isCountedAndLoggedOnce() throws Exception {
    onThread(
        "opener",
        () -> {
          for (int i = 0; i < 3; i++) {
            Scope scope = Leaking.open(storage);
            scope.close();
            scope.close();
          }
          return null;
        });

    assertThat(log.lines).hasSize(1);
    assertThat(diagnostics.faultCount(ScopeLeakDetector.FAULT)).isEqualTo(3);
  }

  @Test
  void moreOpenScopes_thanCanBeWatched_workUnwatched() throws Exception {
    List<Scope> open = new ArrayList<>();
    onThread(
        "opener",
        () -> {
          Context[] two = {Names.context("a"), Names.context("b")};
          for (int i = 0; i <= OpenScopes.MOST_OPEN; i++) {
            open.add(storage.attach(two[i % 2]));
          }
          assertThat(scopes.list()).hasSize(OpenScopes.MOST_OPEN);
          for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
          }
          assertThat(Names.current()).isEqualTo("none");
          open("again").close();
          return null;
        });

    assertThat(log.lines)
        .singleElement()
        .asString()
        .startsWith("WARNING 10000 scopes are open, and as long as they are");
    assertThat(scopes.list()).isEmpty();
  }

  @Test
  void thread_whoseScopesOthersClose_keepsFewOfThem() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    int deepest =
        onThread(
            "opener",
            () -> {
              int depth = 0;
              for (int i = 0; i < 1_000; i++) {
                other.submit(open("leaked")::close).get();
                depth = Math.max(depth, scopes.depth());
              }
              return depth;
            });
    other.shutdown();

    assertThat(deepest).isLessThan(50);
  }

  @Test
  void attach_ofNull_isLeftToTheStorage() throws Exception {
    onThread(
        "opener",
        () -> {
          storage.attach(null).close();
          return null;
        });

    assertThat(log.lines).isEmpty();
    assertThat(storage.root()).isSameAs(Context.root());
    assertThat(storage.current()).isNull();
  }
}
