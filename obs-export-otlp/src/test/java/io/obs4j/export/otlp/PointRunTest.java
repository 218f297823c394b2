package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Exemplar;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Resource;
import io.obs4j.core.Series;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is kept from one collection to the next makes no difference: requests are those of an
 * encoder that keeps nothing, whatever series come, go, begin anew, change their type, have an
 * exemplar for once or throw when they are half written, and wherever a request ends.
 */
class PointRunTest {

  private static final int PROGRAMS = 100;
  private static final int ROUNDS = 8;
  private static final long TIME = 1_000;
  private static final AttributeKey<String> KEY = AttributeKey.stringKey("k");

  private record Point(
      int index, int generation, boolean isLong, long longValue, @Nullable Exemplar exemplar)
      implements Series, NumberReading {

    /** As always, since whoever keeps them does not ask again. */
    boolean hasBrokenLabels() {
      return generation % 7 == 0;
    }

    /** Whether it throws: before, in and behind what it has of attributes. */
    boolean isBroken() {
      return hasBrokenLabels()
          || longValue % 7 == 0
          || (exemplar != null && exemplar.filtered() == BrokenValue.ATTRIBUTES);
    }

    @Override
    public long longValue() {
      if (longValue % 7 == 0) {
        throw new IllegalStateException("broken value");
      }
      return longValue;
    }

    @Override
    public Attributes attributes() {
      if (hasBrokenLabels()) {
        throw new IllegalStateException("broken labels");
      }
      return Attributes.of(KEY, "v" + generation + "-" + index);
    }

    @Override
    public long startEpochNanos() {
      return 1L + generation;
    }

    @Override
    public double doubleValue() {
      return longValue();
    }
  }

  private final List<MetricFamily> families =
      List.of(family("a", MetricKind.COUNTER), family("b", MetricKind.GAUGE));

  private static MetricFamily family(String name, MetricKind kind) {
    return new MetricFamily(InstrumentationScope.of("test", "1"), name, kind, "", "", false);
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 900})
  void collect_seriesComeGoAndThrow_areThoseOfAnEncoderThatKeepsNothing(int limit) {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    for (int i = 0; i < PROGRAMS; i++) {
      Random random = new Random(seed + i);
      MetricRequestEncoder keeping = encoder(limit);
      List<Point> points = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        change(points, random);
        List<Point> read = withExemplars(points, random);
        List<Point> whole = read.stream().filter(point -> !point.isBroken()).toList();
        assertThat(requests(keeping, read, TIME + round))
            .as("seed %d", seed + i)
            .isEqualTo(requests(encoder(limit), whole, TIME + round));
        assertThat(keeping.leftOut())
            .as("seed %d", seed + i)
            .hasSize(families.size() * (read.size() - whole.size()));
      }
    }
  }

  private static MetricRequestEncoder encoder(int limit) {
    return new MetricRequestEncoder(
        Resource.of(Attributes.empty()), OtlpProtocol.PROTOBUF, OtlpTemporality.CUMULATIVE, limit);
  }

  private static void change(List<Point> points, Random random) {
    for (int i = random.nextInt(4); i > 0; i--) {
      int place = points.isEmpty() ? 0 : random.nextInt(points.size());
      if (points.isEmpty() || random.nextBoolean()) {
        points.add(place, new Point(unused(points), random.nextInt(1_000), true, 1, null));
      } else {
        Point old = points.remove(place);
        if (random.nextBoolean()) {
          points.add(place, new Point(old.index(), old.generation(), !old.isLong(), 2, null));
        }
      }
    }
  }

  private static int unused(List<Point> points) {
    int index = 0;
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i).index() == index) {
        index++;
        i = -1;
      }
    }
    return index;
  }

  private static List<Point> withExemplars(List<Point> points, Random random) {
    List<Point> read = new ArrayList<>();
    for (Point point : points) {
      Exemplar exemplar =
          random.nextInt(5) == 0
              ? new Exemplar(
                  1,
                  TIME + ROUNDS,
                  1,
                  2,
                  3,
                  random.nextInt(3) == 0 ? BrokenValue.ATTRIBUTES : Attributes.empty())
              : null;
      read.add(
          new Point(point.index(), point.generation(), point.isLong(), random.nextInt(), exemplar));
    }
    return read;
  }

  private List<String> requests(MetricRequestEncoder encoder, List<Point> points, long time) {
    int count = encoder.collect(reader(points), time);
    List<String> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder told = new StringBuilder().append(encoder.pointCount(i));
      for (Metric metric : MetricRequests.metrics(MetricRequests.protobuf(encoder, i))) {
        told.append(' ').append(metric.getName());
        told(told, metric.getSum().getDataPointsList());
        told(told, metric.getGauge().getDataPointsList());
      }
      requests.add(told.toString());
    }
    return requests;
  }

  private static void told(StringBuilder told, List<NumberDataPoint> points) {
    for (NumberDataPoint point : points) {
      told.append(' ').append(MetricRequests.text(point.getAttributesList()));
      told.append(' ').append(point.getStartTimeUnixNano()).append('-');
      told.append(point.getTimeUnixNano()).append(' ').append(point.hasAsInt());
      told.append(point.getAsInt()).append('/').append(point.getAsDouble());
      told.append(' ').append(point.getExemplarsCount());
    }
  }

  private MetricReader reader(List<Point> points) {
    return new MetricReader() {
      @Override
      public void visit(MetricVisitor visitor) {
        for (MetricFamily family : families) {
          visitor.family(family);
          for (Point point : points) {
            if (family.kind() == MetricKind.GAUGE) {
              visitor.gauge(point, point);
            } else {
              visitor.counter(point, point);
            }
          }
        }
      }

      @Override
      public void close() {}
    };
  }
}
