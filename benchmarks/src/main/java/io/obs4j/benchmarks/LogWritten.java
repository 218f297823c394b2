package io.obs4j.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does it cost to log an event: to encode it, or to write it to a file? Files are in memory
 * where the system has such a place, and emptied before each iteration.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogWritten {

  private static final Path MEMORY = Path.of("/dev/shm");

  /** Who logs, as {@link LogSide#of} reads it. */
  @Param("ours")
  public String side = "ours";

  /** Where lines go, the name of a {@link LogWay}. */
  @Param("ENCODE")
  public String way = "ENCODE";

  private Path directory = Path.of("");
  private Path file = Path.of("");
  private LogSide log = new UnloggedExceptions();
  private int missingFrames = -1;
  private final IllegalStateException seen = LogWork.exception(20);

  /** Sets one side up: the others are not there to be compiled with it. */
  @Setup
  public void setUp() throws IOException {
    directory = directory();
    file = directory.resolve("log.json");
    log = LogSide.of(side, LogWay.valueOf(way), file);
  }

  /** A new directory, in memory where the system has such a place. */
  static Path directory() throws IOException {
    return Files.isWritable(MEMORY)
        ? Files.createTempDirectory(MEMORY, "obs4j-log")
        : Files.createTempDirectory("obs4j-log");
  }

  /** Keeps the file from outgrowing the memory. */
  @Setup(Level.Iteration)
  public void empty() throws IOException {
    if (Files.exists(file)) {
      FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
    }
  }

  /** Closes the side, and leaves no file behind. */
  @TearDown
  public void tearDown() throws IOException {
    log.close();
    Files.deleteIfExists(file);
    Files.delete(directory);
  }

  /** A thread that logs. */
  @State(Scope.Thread)
  public static class Caller {

    /** With a context. */
    @Setup
    public void enter(LogWritten sides) {
      sides.log.enter();
    }

    /** Without. */
    @TearDown
    public void leave(LogWritten sides) {
      sides.log.leave();
    }
  }

  @Benchmark
  public void event(Caller caller) {
    log.event();
  }

  @Benchmark
  public void freshException(Caller caller) {
    if (missingFrames < 0) {
      missingFrames = LogWork.missingFrames();
    }
    log.thrown(LogWork.exception(missingFrames));
  }

  @Benchmark
  public void seenException(Caller caller) {
    log.thrown(seen);
  }

  @Benchmark
  public void disabled(Caller caller) {
    log.disabled();
  }

  /** The line that each side writes of the event. */
  static List<Outcome> outcomes(LogWay way, List<String> sides) {
    return outcomes(way, sides, LogSide::event);
  }

  /** The line that each side writes of an exception. */
  static List<Outcome> exceptionOutcomes(List<String> sides) {
    IllegalStateException exception = LogWork.exception(20);
    return outcomes(LogWay.ENCODE_EXCEPTION, sides, log -> log.thrown(exception));
  }

  /** The line that each side writes in spite of a disabled one before. */
  static List<Outcome> disabledOutcomes(List<String> sides) {
    return outcomes(
        LogWay.FILE,
        sides,
        log -> {
          log.disabled();
          log.event();
        });
  }

  private static List<Outcome> outcomes(LogWay way, List<String> sides, Consumer<LogSide> work) {
    List<Outcome> outcomes = new ArrayList<>();
    for (String side : sides) {
      try {
        outcomes.add(new Outcome(side, LogLines.samples(written(side, way, work))));
      } catch (IOException e) {
        throw new IllegalStateException(side + " wrote nothing that can be read", e);
      }
    }
    return outcomes;
  }

  private static byte[] written(String side, LogWay way, Consumer<LogSide> work)
      throws IOException {
    LogWritten sides = new LogWritten();
    sides.side = side;
    sides.way = way.name();
    sides.setUp();
    byte[] encoded;
    byte[] filed = {};
    try {
      sides.log.enter();
      work.accept(sides.log);
      sides.log.leave();
      encoded = sides.log.line();
      sides.log.close();
      if (Files.exists(sides.file)) {
        filed = Files.readAllBytes(sides.file);
      }
    } finally {
      sides.tearDown();
    }
    return way.encodesOnly ? encoded : filed;
  }
}
