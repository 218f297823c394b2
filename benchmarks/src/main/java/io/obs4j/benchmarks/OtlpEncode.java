package io.obs4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does an OTLP request cost, from the records to its bytes? Points are collected anew for each
 * request, which is never the first.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OtlpEncode {

  private static final int RECORDS = 512;
  private static final int POINTS = 1_000;

  /** Who encodes. */
  @Param(OtlpRequest.OURS)
  public String side = OtlpRequest.OURS;

  /** What: spans, points or logs. */
  @Param("spans")
  public String signal = "spans";

  private OtlpRequest request = OtlpRequest.of(OtlpRequest.OURS, "spans", 1);

  /** Nothing that is made for the first request alone is timed. */
  @Setup
  public void setUp() throws IOException {
    request = request(side, signal);
  }

  @Benchmark
  public int encode() throws IOException {
    return request.encode();
  }

  private static OtlpRequest request(String side, String signal) throws IOException {
    OtlpRequest request = OtlpRequest.of(side, signal, signal.equals("points") ? POINTS : RECORDS);
    request.encode();
    request.encode();
    return request;
  }

  /** What each side's second request says, once OpenTelemetry's decoder has read it. */
  static List<Outcome> outcomes(String signal) {
    List<Outcome> outcomes = new ArrayList<>();
    for (String side : OtlpRequest.SIDES) {
      try {
        byte[] bytes = request(side, signal).bytes();
        Samples samples = OtlpSamples.of(signal, bytes);
        // Our metrics tell of themselves, too.
        outcomes.add(
            new Outcome(side, signal.equals("points") ? samples.only("requests") : samples));
      } catch (IOException e) {
        throw new UncheckedIOException(side + " cannot encode " + signal, e);
      }
    }
    return outcomes;
  }
}
