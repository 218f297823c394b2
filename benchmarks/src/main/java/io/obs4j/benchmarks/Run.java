package io.obs4j.benchmarks;

import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** How thoroughly questions are answered, and where JMH's own results go. */
final class Run {

  private static final String VIRTUAL_THREADS = "-Djmh.executor=VIRTUAL";

  private final boolean quick;
  private final boolean virtualThreads;
  private final Path results;
  private int timed;

  Run(boolean quick, boolean virtualThreads, Path results) {
    this.quick = quick;
    this.virtualThreads = virtualThreads;
    this.results = results;
  }

  /** How many JVMs time each side. */
  int forks() {
    return quick ? 1 : 3;
  }

  /** How many JVMs are started of each side where the start itself is measured. */
  int starts() {
    return quick ? 3 : 15;
  }

  /** How many rounds of a second each side has in a JVM where rounds are measured. */
  int rounds() {
    return quick ? 3 : 5;
  }

  /** A question's name in this run. */
  String named(String question) {
    return virtualThreads ? question + "_virtual_threads" : question;
  }

  /** Times a side in a JVM of its own. */
  Collection<RunResult> time(Side side) {
    timed++;
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(getClass().getPackageName() + '.' + side.method()) + "$")
            .forks(1)
            .threads(side.threads())
            .warmupIterations(quick ? 3 : 4)
            .measurementIterations(quick ? 3 : 5)
            .warmupTime(TimeValue.milliseconds(300))
            .measurementTime(TimeValue.milliseconds(300))
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend("-Xms4g", "-Xmx4g", "-XX:+UseG1GC")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(results.resolve(timed + "-" + side.method() + ".json").toString());
    if (virtualThreads) {
      options.jvmArgsPrepend(VIRTUAL_THREADS);
    }
    side.parameters().forEach(options::param);
    try {
      return new Runner(options.build()).run();
    } catch (RunnerException e) {
      throw new IllegalStateException(side.method() + " cannot be timed", e);
    }
  }
}
