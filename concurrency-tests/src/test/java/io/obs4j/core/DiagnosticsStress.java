package io.obs4j.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;

/** Two threads report the same fault: both are counted, one line is logged. */
@JCStressTest
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Both counted, one logged.")
@State
public class DiagnosticsStress {

  private final CountingLogger logger = new CountingLogger();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(logger);

  @Actor
  public void first() {
    diagnostics.fault("export", "collector", "the collector is down");
  }

  @Actor
  public void second() {
    diagnostics.fault("export", "collector", "the collector is down");
  }

  @Arbiter
  public void count(JI_Result result) {
    result.r1 = diagnostics.faultCount("export");
    result.r2 = logger.lines.get();
  }

  private static final class CountingLogger implements System.Logger {
    final AtomicInteger lines = new AtomicInteger();

    @Override
    public String getName() {
      return "io.obs4j";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      lines.incrementAndGet();
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, @Nullable String format, Object... params) {
      lines.incrementAndGet();
    }
  }
}
