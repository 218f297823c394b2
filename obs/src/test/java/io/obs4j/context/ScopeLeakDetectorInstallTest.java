package io.obs4j.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Isolated;
import io.obs4j.Leaking;
import io.obs4j.LogRecorder;
import io.obs4j.Obs;
import io.obs4j.core.Diagnostics;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each in a class loader of its own, as the storage of contexts is made once. */
@Timeout(60)
class ScopeLeakDetectorInstallTest {

  private static void require(boolean condition, Object found) {
    if (!condition) {
      throw new AssertionError(found);
    }
  }

  /** Installs it first, leaks, and looks. */
  public static final class InTime implements Runnable {
    @Override
    public void run() {
      LogRecorder first = new LogRecorder();
      LogRecorder second = new LogRecorder();
      ScopeLeakDetector detector = ScopeLeakDetector.install(Diagnostics.loggingTo(first));
      require(detector.isActive() && detector.openScopes().isEmpty(), detector.openScopes());

      Scope scope = Leaking.open(ContextStorage.get());
      require(detector.openScopes().size() == 1, detector.openScopes());
      scope.close();
      scope.close();
      require(first.lines.size() == 1 && first.lines.get(0).contains("a second time"), first.lines);

      require(detector == ScopeLeakDetector.install(Diagnostics.loggingTo(second)), detector);
      scope.close();
      require(first.lines.size() == 1 && second.lines.size() == 1, second.lines);
    }
  }

  /** Installs it after the first use. */
  public static final class TooLate implements Runnable {
    @Override
    public void run() {
      Context.current();
      for (int i = 0; i < 2; i++) {
        LogRecorder log = new LogRecorder();
        Diagnostics diagnostics = Diagnostics.loggingTo(log);
        ScopeLeakDetector detector = ScopeLeakDetector.install(diagnostics);
        require(!detector.isActive(), "active");
        require(
            log.lines.size() == 1 && log.lines.get(0).contains("Install it first thing in main"),
            log.lines);
        Scope scope = Leaking.open(ContextStorage.get());
        scope.close();
        scope.close();
        require(log.lines.size() == 1 && detector.openScopes().isEmpty(), log.lines);
      }
    }
  }

  /** Has another wrapper above it. */
  public static final class BelowAnother implements Runnable {
    @Override
    public void run() {
      ContextStorage.addWrapper(storage -> storage);
      require(ScopeLeakDetector.install(Diagnostics.create()).isActive(), "not active");
    }
  }

  /** Has OpenTelemetry's own check below it, which throws. */
  public static final class OverStrictStorage implements Runnable {
    @Override
    public void run() {
      LogRecorder log = new LogRecorder();
      ScopeLeakDetector detector = ScopeLeakDetector.install(Diagnostics.loggingTo(log));
      Scope scope = Leaking.open(ContextStorage.get());
      List<Throwable> thrown = new CopyOnWriteArrayList<>();
      Thread closer =
          new Thread(
              () -> {
                try {
                  scope.close();
                } catch (IllegalStateException e) {
                  thrown.add(e);
                }
              });
      closer.start();
      try {
        closer.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      require(detector.isActive() && thrown.size() == 1, thrown);
      require(log.lines.size() == 1 && log.lines.get(0).contains("closed on thread"), log.lines);
    }
  }

  /** Is switched on by the environment of a service, or not. */
  public static final class ByTheEnvironment implements Runnable {
    @Override
    public void run() {
      LogRecorder log = new LogRecorder();
      Obs.builder().environment(Map.of()).start().close();
      try (Obs obs =
          Obs.builder()
              .environment(Map.of("OBS_CONTEXT_CHECK", "true"))
              .diagnostics(Diagnostics.loggingTo(log))
              .start()) {
        Scope scope = Leaking.open(ContextStorage.get());
        scope.close();
        scope.close();
        require(obs.diagnostics().faultCount(ScopeLeakDetector.FAULT) == 1, log.lines);
      }
    }
  }

  /** Is off unless the environment says so. */
  public static final class OffByDefault implements Runnable {
    @Override
    public void run() {
      LogRecorder log = new LogRecorder();
      try (Obs obs =
          Obs.builder().environment(Map.of()).diagnostics(Diagnostics.loggingTo(log)).start()) {
        Scope scope = Leaking.open(ContextStorage.get());
        scope.close();
        scope.close();
        require(obs.diagnostics().faultCount(ScopeLeakDetector.FAULT) == 0, log.lines);
        require(!scope.getClass().getName().startsWith("io.obs4j"), scope);
      }
    }
  }

  @Test
  void install_beforeTheFirstContext_reportsToTheLatestDiagnostics() throws Exception {
    Isolated.run(InTime.class);
  }

  @Test
  void install_tooLate_isOneFaultAndChangesNothing() throws Exception {
    Isolated.run(TooLate.class);
  }

  @Test
  void install_belowAnotherWrapper_isActive() throws Exception {
    Isolated.run(BelowAnother.class);
  }

  @Test
  void install_overStrictStorage_reportsAndLetsItThrow() throws Exception {
    String property = "io.opentelemetry.context.enableStrictContext";
    System.setProperty(property, "true");
    try {
      Isolated.run(OverStrictStorage.class);
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void start_withTheVariable_installsIt() throws Exception {
    Isolated.run(ByTheEnvironment.class);
  }

  @Test
  void start_withoutTheVariable_doesNot() throws Exception {
    Isolated.run(OffByDefault.class);
  }

  @Test
  void detector_ofThisRun_isActive() {
    assertThat(ScopeLeakDetector.install(Diagnostics.create()).isActive()).isTrue();
  }
}
