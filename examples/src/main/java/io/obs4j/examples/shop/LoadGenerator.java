package io.obs4j.examples.shop;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends orders at a fixed rate, whether or not the earlier ones have been answered, as customers do
 * (an open model), and counts the answers by status. It waits for each answer until it is there, so
 * that what it counts is what the gateway has counted.
 */
final class LoadGenerator {

  private static final Logger LOG = LoggerFactory.getLogger(LoadGenerator.class);
  private static final List<String> ITEMS = List.of("lamp", "desk", "chair", "shelf", "clock");
  private static final int USERS = 200;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int MOST_IN_FLIGHT = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Semaphore free = new Semaphore(MOST_IN_FLIGHT);
  private final Map<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();
  private final LongAdder sent = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private final LongAdder heldBack = new LongAdder();
  private final URI address;
  private final Random random;

  /**
   * What came of the orders.
   *
   * @param sent all that were sent
   * @param answers by status
   * @param unanswered whose connection failed
   * @param heldBack not sent, as a thousand were under way
   */
  record Outcome(long sent, Map<Integer, Long> answers, long unanswered, long heldBack) {

    long completed() {
      return answers.getOrDefault(Reply.OK, 0L);
    }

    private void log() {
      LOG.atInfo()
          .addKeyValue("orders.sent", sent)
          .addKeyValue("orders.completed", completed())
          .addKeyValue("orders.unanswered", unanswered)
          .addKeyValue("orders.held_back", heldBack)
          .log("All orders are through");
    }

    String text() {
      StringBuilder lines = new StringBuilder();
      lines
          .append("orders sent ")
          .append(sent)
          .append(", completed ")
          .append(completed())
          .append(", failed ")
          .append(sent - completed())
          .append('\n');
      answers.forEach(
          (status, count) ->
              lines
                  .append("  answered with ")
                  .append(status)
                  .append(": ")
                  .append(count)
                  .append('\n'));
      if (unanswered > 0) {
        lines.append("  not answered: ").append(unanswered).append('\n');
      }
      if (heldBack > 0) {
        lines.append("not sent, as too many were under way: ").append(heldBack).append('\n');
      }
      return lines.toString();
    }
  }

  /**
   * A generator that is idle.
   *
   * @param gateway such as {@code http://127.0.0.1:8080}
   * @param seed of the orders
   */
  LoadGenerator(URI gateway, long seed) {
    this.address = gateway.resolve(Service.GATEWAY.path);
    this.random = new Random(seed);
  }

  /**
   * Sends orders until the time is over or {@link #stop}, then waits for the answers.
   *
   * @param perSecond orders in a second
   * @param duration how long
   */
  void run(double perSecond, Duration duration) {
    LOG.info("Sending {} orders a second to {}", perSecond, address);
    long start = System.nanoTime();
    long orders = Math.round(perSecond * duration.toNanos() / NANOS_PER_SECOND);
    try {
      for (long i = 0; i < orders; i++) {
        long due = start + Math.round(i * NANOS_PER_SECOND / perSecond);
        if (stopped.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          break;
        }
        send();
      }
      free.tryAcquire(MOST_IN_FLIGHT, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      outcome().log();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends no more. An interrupt would break off the order that is being sent. */
  void stop() {
    stopped.countDown();
  }

  private void send() {
    if (!free.tryAcquire()) {
      heldBack.increment();
      return;
    }
    sent.increment();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString(nextOrder().json()))
            .build();
    var unused = client.sendAsync(request, BodyHandlers.discarding()).whenComplete(this::count);
  }

  private void count(@Nullable HttpResponse<Void> answer, @Nullable Throwable failure) {
    if (answer == null) {
      unanswered.increment();
      LOG.warn("An order was not answered", failure);
    } else {
      answers.computeIfAbsent(answer.statusCode(), status -> new LongAdder()).increment();
    }
    free.release();
  }

  private Order nextOrder() {
    int quantity = 1 + random.nextInt(5);
    long cents = quantity * (500L + random.nextInt(10_000));
    return new Order(
        "u" + random.nextInt(USERS),
        ITEMS.get(random.nextInt(ITEMS.size())),
        quantity,
        cents / 100.0);
  }

  /** What came of the orders so far. */
  Outcome outcome() {
    Map<Integer, Long> byStatus = new TreeMap<>();
    answers.forEach((status, count) -> byStatus.put(status, count.sum()));
    return new Outcome(sent.sum(), byStatus, unanswered.sum(), heldBack.sum());
  }
}
