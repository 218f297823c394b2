package io.obs4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.HealthResult;
import io.obs4j.core.HealthResult.State;
import io.obs4j.export.prometheus.PrometheusEndpoint;
import io.obs4j.health.HealthAnswer;
import io.obs4j.health.HealthCheck;
import io.obs4j.health.HealthChecks;
import io.obs4j.judges.Waiting;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks of what a service depends on. */
@Timeout(120)
class HealthTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration OFTEN = Duration.ofMillis(2);

  private final LogRecorder log = new LogRecorder();
  private final PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0);
  private final Obs obs =
      Obs.builder()
          .service("shop", "")
          .environment(Map.of())
          .diagnostics(Diagnostics.loggingTo(log))
          .export(endpoint)
          .start();
  private final HealthChecks health = obs.health();

  @AfterEach
  void close() {
    obs.close();
  }

  private HealthResult only() {
    return health.results().get(0);
  }

  private void awaitState(State state) {
    Waiting.until("a check that is " + state, () -> only().state() == state);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void endpoint_withoutChecks_isReadyAndLive() throws Exception {
    assertThat(get("/-/ready").statusCode()).isEqualTo(200);
    assertThat(get("/-/ready").body()).isEqualTo("{\"ready\":true,\"checks\":[]}\n");
    assertThat(get("/-/live").body()).isEqualTo("{\"live\":true,\"checks\":[]}\n");
  }

  @Test
  void endpoint_ofALiveProcessWithADeadDependency_isLiveAndNotReady() throws Exception {
    AtomicBoolean dead = new AtomicBoolean();
    health.add(
        HealthCheck.of(
                "database",
                LONG,
                () -> {
                  if (dead.get()) {
                    throw new ConnectException("jdbc:secret");
                  }
                  return true;
                })
            .every(OFTEN));
    awaitState(State.UP);
    assertThat(get("/-/ready").statusCode()).isEqualTo(200);
    assertThat(Pages.of(obs))
        .contains("health_check_up{check=\"database\"} 1")
        .contains("health_check_state{check=\"database\",health_check_state=\"up\"} 1");

    dead.set(true);
    awaitState(State.DOWN);

    HttpResponse<String> ready = get("/-/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(ready.body())
        .startsWith(
            "{\"ready\":false,\"checks\":[{\"name\":\"database\",\"state\":\"down\","
                + "\"detail\":\"java.net.ConnectException\",\"checkedUnixMillis\":")
        .doesNotContain("secret");
    assertThat(get("/-/live").statusCode()).isEqualTo(200);
    assertThat(Pages.of(obs))
        .contains("health_check_up{check=\"database\"} 0")
        .contains("health_check_state{check=\"database\",health_check_state=\"up\"} 0")
        .contains("health_check_state{check=\"database\",health_check_state=\"down\"} 1");
    assertThat(obs.diagnostics().faultCount("health.check")).isPositive();

    dead.set(false);
    awaitState(State.UP);
    Waiting.until("readiness", health::isReady);
  }

  @Test
  void endpoint_ofAProcessThatIsNotWell_isNotLive() throws Exception {
    health.add(HealthCheck.of("pool", LONG, () -> false).ofLiveness());
    awaitState(State.DOWN);

    assertThat(get("/-/live").statusCode()).isEqualTo(503);
    assertThat(get("/-/live").body()).contains("\"name\":\"pool\"", "it says so");
    assertThat(get("/-/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void answer_thatIsNotKnownYet_isNotReady_butNoFault_andIsAskedAgainSoon() throws Exception {
    AtomicReference<HealthAnswer> answer = new AtomicReference<>(HealthAnswer.unknown("it starts"));
    health.add(HealthCheck.answering("cache", LONG, answer::get));
    Waiting.until("an answer", () -> only().detail().equals("it starts"));

    assertThat(only().state()).isEqualTo(State.UNKNOWN);
    assertThat(get("/-/ready").statusCode()).isEqualTo(503);
    assertThat(obs.diagnostics().faultCount("health.check")).isZero();

    answer.set(HealthAnswer.down("full", "full of " + "x".repeat(1_000)));
    awaitState(State.DOWN);
    assertThat(get("/-/ready").body()).contains("\"detail\":\"full\"").doesNotContain("xxx");
  }

  @Test
  void check_thatIsUnderWay_isUnknownAndNotReady() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    health.add(HealthCheck.of("slow", LONG, () -> release.await(60, TimeUnit.SECONDS)));

    assertThat(only().state()).isEqualTo(State.UNKNOWN);
    assertThat(get("/-/ready").statusCode()).isEqualTo(503);
    assertThat(get("/-/live").statusCode()).isEqualTo(200);

    release.countDown();
    awaitState(State.UP);
  }

  @Test
  void check_thatHangs_isDownInTimeAndNeverOverlapsItself() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger attempts = new AtomicInteger();
    health.add(
        HealthCheck.of(
                "hanging",
                Duration.ofMillis(5),
                () -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  attempts.incrementAndGet();
                  try {
                    return new CountDownLatch(1).await(60, TimeUnit.SECONDS);
                  } finally {
                    running.decrementAndGet();
                  }
                })
            .every(OFTEN));

    awaitState(State.DOWN);
    assertThat(only().detail()).isEqualTo("no answer within PT0.005S");
    Waiting.until("five attempts", () -> attempts.get() >= 5);
    assertThat(most).hasValue(1);
  }

  @Test
  void check_thatDoesNotListenToItsInterrupt_staysDownUntilItReturns() {
    AtomicBoolean release = new AtomicBoolean();
    AtomicInteger attempts = new AtomicInteger();
    health.add(
        HealthCheck.of(
                "deaf",
                Duration.ofMillis(5),
                () -> {
                  attempts.incrementAndGet();
                  while (!release.get()) {
                    Thread.onSpinWait();
                  }
                  return true;
                })
            .every(OFTEN));

    awaitState(State.DOWN);
    assertThat(attempts).hasValue(1);
    release.set(true);
    awaitState(State.UP);
  }

  @Test
  void check_isNotMadeOnTheThreadThatAsks() {
    AtomicBoolean same = new AtomicBoolean(true);
    Thread asking = Thread.currentThread();
    health.add(
        HealthCheck.of(
            "thread",
            LONG,
            () -> {
              same.set(Thread.currentThread() == asking || !Thread.currentThread().isDaemon());
              return true;
            }));

    awaitState(State.UP);
    assertThat(same).isFalse();
  }

  @Test
  void close_makesNoMoreChecks() {
    AtomicInteger attempts = new AtomicInteger();
    health.add(HealthCheck.of("often", LONG, () -> attempts.incrementAndGet() > 0).every(OFTEN));
    Waiting.until("a second attempt", () -> attempts.get() > 1);
    obs.close();
    Waiting.until(
        "the end of the threads that check",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("obs-health")));
    int last = attempts.get();

    health.add(HealthCheck.of("late", LONG, () -> attempts.incrementAndGet() > 0));

    assertThat(health.results().get(1).state()).isEqualTo(State.UNKNOWN);
    assertThat(attempts).hasValue(last);
  }

  @Test
  void add_ofWhatCannotBe_throws() {
    assertThatIllegalArgumentException().isThrownBy(() -> HealthCheck.of(" ", LONG, () -> true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HealthCheck.of("x", Duration.ZERO, () -> true))
        .withMessageContaining("timeout PT0S of health check x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HealthCheck.of("x", LONG, () -> true).every(Duration.ofDays(2)));
    health.add(HealthCheck.of("0", LONG, () -> true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> health.add(HealthCheck.of("0", LONG, () -> true)))
        .withMessageContaining("named 0 already");
    for (int i = 1; i < HealthChecks.MOST_CHECKS; i++) {
      health.add(HealthCheck.of(String.valueOf(i), LONG, () -> true));
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> health.add(HealthCheck.of("more", LONG, () -> true)));
  }
}
