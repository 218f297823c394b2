package io.obs4j.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.tck.MeterRegistryCompatibilityKit;
import io.obs4j.metrics.Metrics;
import java.time.Duration;

/** Micrometer's own tests of what a registry must do. */
class MeterRegistryKitTest extends MeterRegistryCompatibilityKit {

  @Override
  public MeterRegistry registry() {
    MockClock clock = new MockClock();
    return new ObsMeterRegistry(Metrics.builder().clock(new MockedClock(clock)).build(), clock);
  }

  @Override
  public Duration step() {
    return Duration.ofSeconds(ObsMeterRegistry.DEFAULT_EXPIRY_SECONDS);
  }
}
