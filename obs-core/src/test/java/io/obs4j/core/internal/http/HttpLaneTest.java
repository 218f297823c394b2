package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.ExportResult;
import io.obs4j.judges.ScriptedServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lane among others, where what it tells them fails. */
@Timeout(120)
class HttpLaneTest {

  private static final long PATIENCE_SECONDS = 60;

  private final Senders senders = new Senders();

  @AfterEach
  void close() {
    senders.close();
  }

  /** Counts what it is told, and fails at it. */
  private static final class BrokenDepot implements HttpLane.Depot<String> {

    private final HttpDestination destination;
    private final RetryQueue retries;
    private final AtomicInteger freed = new AtomicInteger();
    private final Semaphore armed = new Semaphore(0);

    BrokenDepot(HttpDestination destination) {
      this.destination = destination;
      this.retries = new RetryQueue(destination, 1 << 20, null, () -> {});
    }

    @Override
    public HttpDestination destination() {
      return destination;
    }

    /** Asked for once more once the lane was to be free: to set the alarm. */
    @Override
    public RetryQueue retries() {
      if (freed.get() > 0) {
        armed.release();
      }
      return retries;
    }

    @Override
    public void free(HttpLane<String> lane) {
      freed.incrementAndGet();
      throw new OutOfMemoryError("planted");
    }

    @Override
    public boolean isWanted() {
      return false;
    }

    @Override
    public void wake() {}
  }

  private BrokenDepot depot(String url) {
    return new BrokenDepot(senders.destination(new HttpSettingsBuilder(url), senders.alarms));
  }

  private static HttpLane<String> lane(BrokenDepot depot) {
    return new HttpLane<>("obs4j-test-lane", depot, new HttpShortageTest.Words());
  }

  private static Shipment begin(HttpLane<String> lane, String word) {
    Shipment shipment = new Shipment(1, SendMeter.NONE);
    lane.begin(new HttpLane.Job<>(List.of(word), shipment));
    return shipment;
  }

  private static ExportResult result(Shipment shipment) throws Exception {
    return shipment.result().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void begin_laneCannotBeFreed_setsTheAlarmLetsGoOfTheBatchAndLivesOn() throws Exception {
    try (ScriptedServer server = ScriptedServer.start()) {
      BrokenDepot depot = depot(server.url());
      HttpLane<String> lane = lane(depot);
      lane.start();

      assertThat(result(begin(lane, "first"))).isEqualTo(ExportResult.delivered());
      assertThat(depot.armed.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(result(begin(lane, "second"))).isEqualTo(ExportResult.delivered());

      assertThat(depot.freed).hasValue(2);
      lane.close();
      lane.await(System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos());
    }
  }

  @Test
  void begin_laneWasClosed_abandonsTheBatch() throws Exception {
    BrokenDepot depot = depot("http://127.0.0.1:1");
    HttpLane<String> lane = lane(depot);
    lane.start();
    lane.close();

    assertThat(result(begin(lane, "late"))).isEqualTo(ExportResult.dropped(1, Delivery.ABANDONED));
  }

  @Test
  void poll_severalAreFree_isTheOneThatBecameFreeLast() throws Exception {
    BrokenDepot depot = depot("http://127.0.0.1:1");
    HttpLane<String> first = lane(depot);
    HttpLane<String> second = lane(depot);
    FreeLanes<String> free = new FreeLanes<>(2);
    free.add(first);
    free.add(second);

    assertThat(free.poll()).isSameAs(second);
    assertThat(free.take()).isSameAs(first);
    assertThat(free.poll()).isNull();
  }
}
