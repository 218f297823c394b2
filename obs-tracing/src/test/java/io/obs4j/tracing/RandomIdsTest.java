package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.crac.Core;
import org.junit.jupiter.api.Test;

class RandomIdsTest {

  private static final int DRAWS = 1 << 18;

  private final RandomIds ids = new RandomIds(new SecureRandom());

  @Test
  void ids_manyDraws_neverRepeatNorAreZero() {
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < DRAWS; i++) {
      seen.add(ids.spanId());
      seen.add(ids.traceIdHigh());
      seen.add(ids.traceIdLow());
    }
    // Two of 786,432 agree by chance in one of sixty million runs.
    assertThat(seen).hasSize(3 * DRAWS).doesNotContain(0L);
  }

  @Test
  void ids_eachBit_isSetHalfTheTime() {
    int[][] set = new int[3][64];
    for (int i = 0; i < DRAWS; i++) {
      long[] drawn = {ids.spanId(), ids.traceIdHigh(), ids.traceIdLow()};
      for (int word = 0; word < 3; word++) {
        for (int bit = 0; bit < 64; bit++) {
          set[word][bit] += (int) (drawn[word] >>> bit) & 1;
        }
      }
    }
    // Eight standard deviations of 256: less than one of 10^13 runs.
    for (int[] word : set) {
      for (int count : word) {
        assertThat(count).isBetween(DRAWS / 2 - 8 * 256, DRAWS / 2 + 8 * 256);
      }
    }
  }

  @Test
  void ids_ofManyThreads_neverRepeat() throws Exception {
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int draw = 0; draw < 500; draw++) {
                  seen.add(ids.traceIdLow());
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(seen).hasSize(100_000);
  }

  @Test
  void restore_drawsAnotherSecret() throws Exception {
    int[] drawn = {0};
    RandomIds counted =
        new RandomIds(
            new SecureRandom() {
              private static final long serialVersionUID = 1;

              @Override
              public void nextBytes(byte[] bytes) {
                drawn[0] += bytes.length;
                super.nextBytes(bytes);
              }
            });
    assertThat(drawn[0]).isEqualTo(16);

    RestoreListener listener = new RestoreListener(counted);
    listener.beforeCheckpoint(Core.getGlobalContext());
    assertThat(drawn[0]).isEqualTo(16);
    listener.afterRestore(Core.getGlobalContext());
    assertThat(drawn[0]).isEqualTo(32);
  }

  @Test
  void startSpan_generatorGivesZeros_usesOthers() {
    IdGenerator zeros =
        new IdGenerator() {
          @Override
          public long traceIdHigh() {
            return 0;
          }

          @Override
          public long traceIdLow() {
            return 0;
          }

          @Override
          public long spanId() {
            return 0;
          }
        };
    Span span =
        Tracing.builder()
            .idGenerator(zeros)
            .build()
            .tracerProvider()
            .get("scope")
            .spanBuilder("name")
            .startSpan();

    assertThat(span.getSpanContext().isValid()).isTrue();
    assertThat(span.isRecording()).isTrue();
  }

  @Test
  void startSpan_root_saysThatItsIdIsRandom() {
    SpanContext root =
        Tracing.create()
            .tracerProvider()
            .get("scope")
            .spanBuilder("name")
            .startSpan()
            .getSpanContext();

    assertThat(root.getTraceFlags().asHex()).isEqualTo("03");
  }
}
