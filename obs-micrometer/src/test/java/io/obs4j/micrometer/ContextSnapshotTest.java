package io.obs4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The context goes where Micrometer's context propagation carries it, and back again. */
@Timeout(120)
@SuppressWarnings("try") // Scopes are opened to be closed.
class ContextSnapshotTest {

  private final ObservedService service = ObservedService.withSpans();
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    other.shutdown();
    service.close();
  }

  private ContextSnapshotFactory snapshots(boolean contextFirst) {
    ThreadLocalAccessor<?> observations = new ObservationThreadLocalAccessor(service.observations);
    ThreadLocalAccessor<?> contexts = new OpenTelemetryContextAccessor();
    ContextRegistry registry = new ContextRegistry();
    registry.registerThreadLocalAccessor(contextFirst ? contexts : observations);
    registry.registerThreadLocalAccessor(contextFirst ? observations : contexts);
    return ContextSnapshotFactory.builder().contextRegistry(registry).clearMissing(true).build();
  }

  @Test
  void accessor_isFoundByTheServiceLoader() {
    assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
        .hasAtLeastOneElementOfType(OpenTelemetryContextAccessor.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void snapshot_carriesObservationAndContext_andRestoresBoth(boolean contextFirst) {
    ContextSnapshotFactory snapshots = snapshots(contextFirst);
    Observation observation = Observation.start("order", service.observations);
    ContextSnapshot snapshot;
    Context within;
    try (Observation.Scope scope = observation.openScope();
        Scope current = Baggage.builder().put("user", "u1").build().makeCurrent()) {
      snapshot = snapshots.captureAll();
      within = Context.current();
    }
    observation.stop();

    run(
        other,
        () -> {
          try (ContextSnapshot.Scope carried = snapshot.setThreadLocals()) {
            assertThat(Baggage.current().getEntryValue("user")).isEqualTo("u1");
            assertThat(service.observations.getCurrentObservation()).isSameAs(observation);
            assertThat(Context.current()).isSameAs(within);
          }
          assertThat(Context.current()).isSameAs(Context.root());
          assertThat(service.observations.getCurrentObservation()).isNull();
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void snapshot_ofAnObservationAlone_isTheSameContextThere(boolean contextFirst) {
    ContextSnapshotFactory snapshots = snapshots(contextFirst);
    Observation observation = Observation.start("order", service.observations);
    ContextSnapshot snapshot;
    Context within;
    try (Observation.Scope scope = observation.openScope()) {
      snapshot = snapshots.captureAll();
      within = Context.current();
    }
    observation.stop();

    run(
        other,
        () -> {
          Context before = Context.root().with(Baggage.builder().put("user", "u2").build());
          try (Scope own = before.makeCurrent()) {
            try (ContextSnapshot.Scope carried = snapshot.setThreadLocals()) {
              assertThat(Context.current()).isSameAs(within);
            }
            assertThat(Context.current()).isSameAs(before);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void snapshot_ofNothing_clearsWhatThereIs_andGivesItBack(boolean contextFirst) {
    ContextSnapshotFactory snapshots = snapshots(contextFirst);
    ContextSnapshot nothing = snapshots.captureAll();
    Observation observation = Observation.start("order", service.observations);
    try (Observation.Scope scope = observation.openScope()) {
      Context within = Context.current();
      try (ContextSnapshot.Scope cleared = nothing.setThreadLocals()) {
        assertThat(Context.current()).isSameAs(Context.root());
      }
      assertThat(Context.current()).isSameAs(within);
    }
    observation.stop();
    assertThat(Context.current()).isSameAs(Context.root());
  }

  private static void run(Executor executor, Runnable task) {
    CompletableFuture.runAsync(task, executor).join();
  }
}
