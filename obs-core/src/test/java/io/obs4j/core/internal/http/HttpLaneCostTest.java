package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.Allocations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a lane does when it becomes free allocates nothing, so that it works without memory. */
class HttpLaneCostTest {

  private final Senders senders = new Senders();

  @AfterEach
  void close() {
    senders.close();
  }

  private final class Depot implements HttpLane.Depot<String> {

    private final HttpDestination destination =
        senders.destination(new HttpSettingsBuilder("http://127.0.0.1:1"), senders.alarms);

    @Override
    public HttpDestination destination() {
      return destination;
    }

    @Override
    public RetryQueue retries() {
      return new RetryQueue(destination, 1, null, () -> {});
    }

    @Override
    public void free(HttpLane<String> lane) {}

    @Override
    public boolean isWanted() {
      return false;
    }

    @Override
    public void wake() {}
  }

  @Test
  void add_ofAFreeLane_allocatesNothing() {
    HttpLane<String> lane =
        new HttpLane<>("obs4j-test-lane", new Depot(), new HttpShortageTest.Words());
    FreeLanes<String> free = new FreeLanes<>(1);
    free.add(lane);

    assertThat(
            Allocations.perCall(
                () -> {
                  HttpLane<String> taken = free.poll();
                  free.add(taken);
                  return taken;
                },
                0))
        .isZero();
  }

  @Test
  void release_ofABatch_allocatesNothing() {
    Shipment shipment = new Shipment(1, SendMeter.NONE);

    assertThat(
            Allocations.perCall(
                () -> {
                  shipment.release();
                  return shipment;
                },
                0))
        .isZero();
  }
}
