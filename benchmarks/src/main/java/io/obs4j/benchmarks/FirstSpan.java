package io.obs4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;

/** A line that the service prints once its first span has ended. */
final class FirstSpan implements FirstSign {

  private static final String NAME = "first_span_sampled";
  private static final String SAMPLED = NAME + " 1";
  private static final String NOT_SAMPLED = NAME + " 0";

  /** Records the first span of a service and says so. */
  static void record(Tracer tracer) {
    SpanContext context = SpanWork.record(tracer).getSpanContext();
    System.out.println(context.isValid() && context.isSampled() ? SAMPLED : NOT_SAMPLED);
  }

  @Override
  public void instruct(Map<String, String> environment) {
    environment.put("OTEL_METRICS_EXPORTER", "none");
  }

  @Override
  public String await(Process service) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(service.getInputStream(), UTF_8));
    StringBuilder others = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(NAME)) {
        return line;
      }
      others.append(line).append('\n');
    }
    throw new IOException(others.toString());
  }

  @Override
  public Samples samples(String told) {
    return Samples.parse(told + '\n');
  }
}
