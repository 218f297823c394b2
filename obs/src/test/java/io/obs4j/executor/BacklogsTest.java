package io.obs4j.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BacklogsTest {

  private static final int MANY = 5_000;

  private final Backlogs backlogs = new Backlogs(Metrics.create());
  private final List<ExecutorService> living = new ArrayList<>();

  @AfterEach
  void end() {
    for (ExecutorService executor : living) {
      executor.shutdownNow();
    }
  }

  /** Adds an executor without a thread, which ends at once when it is shut down. */
  private ExecutorService add() {
    ExecutorService executor = new ForkJoinPool(1);
    backlogs.add(new Backlog("request", executor));
    return executor;
  }

  @Test
  void add_ofManyThatEnd_remembersFewThoughNobodyWalks() {
    for (int i = 0; i < MANY; i++) {
      add().shutdownNow();
    }

    assertThat(backlogs.size()).isLessThanOrEqualTo(64);
  }

  @Test
  void add_besideThoseThatLive_remembersThemAll() {
    for (int i = 0; i < 100; i++) {
      living.add(add());
    }
    for (int i = 0; i < MANY; i++) {
      add().shutdownNow();
    }

    assertThat(backlogs.size()).isBetween(100, 2 * 100);
  }
}
