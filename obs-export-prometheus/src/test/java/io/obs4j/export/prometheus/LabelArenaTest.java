package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Series;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.api.common.Attributes;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LabelArenaTest {

  private final LabelArena arena = new LabelArena();
  private final ByteSink sink = new ByteSink(16);

  @Test
  void locate_neverPut_isFalse() {
    assertThat(arena.locate(series(0, 0))).isFalse();
    put(series(3, 0), "three");
    assertThat(arena.locate(series(0, 0))).isFalse();
    assertThat(arena.locate(series(1_000, 0))).isFalse();
  }

  @Test
  void locate_otherGeneration_isFalse() {
    put(series(0, 1), "one");

    assertThat(arena.locate(series(0, 2))).isFalse();
    assertThat(read(series(0, 1))).isEqualTo("one");
  }

  @Test
  void put_emptyAndLongLabels_readBack() {
    String huge = "x".repeat(70_000);
    put(series(0, 0), "");
    put(series(1, 0), huge);
    put(series(2, 0), "y".repeat(128));

    assertThat(read(series(0, 0))).isEmpty();
    assertThat(read(series(1, 0))).isEqualTo(huge);
    assertThat(read(series(2, 0))).hasSize(128);
  }

  @Test
  void walks_withRandomReplacement_alwaysReadTheNewest() {
    SplittableRandom random = new SplittableRandom(5);
    Map<Integer, Integer> generations = new HashMap<>();
    for (int walk = 0; walk < 300; walk++) {
      int series = random.nextInt(10) == 0 ? 5 : 500;
      for (int index = 0; index < series; index++) {
        if (random.nextInt(4) == 0) {
          generations.merge(index, 1, Integer::sum);
        }
        int generation = generations.getOrDefault(index, 0);
        String labels = index + ":" + generation;
        if (!arena.locate(series(index, generation))) {
          put(series(index, generation), labels);
        }
        assertThat(read(series(index, generation))).isEqualTo(labels);
      }
      arena.walked(series);
    }
    assertThat(arena.bytes().length).isLessThan(40_000);
  }

  @Test
  void walked_desertedFamily_givesItsMemoryBack() {
    for (int i = 0; i < 20_000; i++) {
      put(series(i, 0), "labels of " + i);
    }
    assertThat(arena.bytes().length).isGreaterThan(200_000);

    arena.walked(10);

    assertThat(arena.bytes()).isEmpty();
    assertThat(arena.locate(series(0, 0))).isFalse();
  }

  @Test
  void walked_fewSeriesAtHighIndices_keepsThem() {
    for (int i = 20_000; i < 20_010; i++) {
      put(series(i, 0), "labels of " + i);
    }

    arena.walked(10);

    assertThat(read(series(20_009, 0))).isEqualTo("labels of 20009");
  }

  private void put(Series series, String labels) {
    ByteSink encoded = new ByteSink(16);
    encoded.writeUtf8(labels);
    arena.put(series, encoded);
  }

  private String read(Series series) {
    assertThat(arena.locate(series)).isTrue();
    sink.reset();
    arena.writeTo(sink);
    return sink.toString();
  }

  private static Series series(int index, int generation) {
    return new Model.Point(Attributes.empty(), index, generation, 0, new Model.Info());
  }
}
