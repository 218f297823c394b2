package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TextCacheTest {

  private static final int PLACES = 16;

  private final AtomicInteger made = new AtomicInteger();
  private final TextCache<String> cache =
      new TextCache<>(
          PLACES,
          text -> {
            made.incrementAndGet();
            return text + "!";
          });

  @Test
  void get_secondSight_keepsIt() {
    assertThat(cache.get("a")).isEqualTo("a!");
    String kept = cache.get("a");

    assertThat(cache.get("a")).isSameAs(kept);
    assertThat(made).hasValue(2);
  }

  @Test
  void get_moreThanThereArePlaces_keepsSoMany() {
    Set<String> identities = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String unused = cache.get("text" + i) + cache.get("text" + i);
      identities.add(unused);
    }
    assertThat(identities).hasSize(1_000);
    made.set(0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(cache.get("text" + i)).isEqualTo("text" + i + "!");
    }

    assertThat(made.get()).isGreaterThanOrEqualTo(1_000 - PLACES);
  }

  @Test
  void get_farFewerThanThereArePlaces_keepsNearlyAll() {
    TextCache<String> large =
        new TextCache<>(
            1_024,
            text -> {
              made.incrementAndGet();
              return text;
            });
    for (int round = 0; round < 10; round++) {
      made.set(0);
      for (int i = 0; i < 300; i++) {
        assertThat(large.get("io.acme.orders.Logger" + i * 7_919)).isNotEmpty();
      }
    }

    assertThat(made.get()).isLessThan(30);
  }

  @Test
  void get_textsThatComeOnce_pushNothingOut() {
    String kept = cache.get("stays") + cache.get("stays");
    String same = cache.get("stays");
    for (int i = 0; i < 1_000; i++) {
      assertThat(cache.get("once" + i)).isNotEqualTo(kept);
    }

    assertThat(cache.get("stays")).isSameAs(same);
  }

  @Test
  void get_longText_isNotKept() {
    String text = "x".repeat(1_025);
    for (int i = 0; i < 3; i++) {
      assertThat(cache.get(text)).hasSize(1_026);
    }

    assertThat(made).hasValue(3);
  }
}
