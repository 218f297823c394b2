package io.obs4j.consumer.quarkus;

import io.micrometer.core.instrument.MeterRegistry;
import io.obs4j.Obs;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.export.prometheus.PrometheusEndpoint;
import io.obs4j.micrometer.ObsMeterRegistry;
import io.obs4j.slf4j.ObsHandler;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.logging.Logger;

/** What the application is observed by. */
@Singleton
class Observability {

  @Produces
  @Singleton
  InMemoryExporter kept() {
    return InMemoryExporter.create();
  }

  @Produces
  @Singleton
  PrometheusEndpoint endpoint() {
    return PrometheusEndpoint.onPort(0);
  }

  @Produces
  @Singleton
  Obs obs(PrometheusEndpoint endpoint, InMemoryExporter kept) {
    Obs obs = Obs.builder().service("orders", "1").export(endpoint).export(kept).start();
    obs.installGlobal();
    return obs;
  }

  void close(@Disposes Obs obs) {
    obs.close();
  }

  @Produces
  @Singleton
  OpenTelemetry openTelemetry(Obs obs) {
    return obs.openTelemetry();
  }

  /** Quarkus adds it to those that its extensions record with. */
  @Produces
  @Singleton
  MeterRegistry registry(Obs obs) {
    return new ObsMeterRegistry(obs.metrics());
  }

  /** JBoss LogManager is the java.util.logging of Quarkus: JBoss Logging and System.Logger end there. */
  void log(@Observes @Priority(1) StartupEvent started, Obs obs) {
    Logger.getLogger("").addHandler(new ObsHandler());
  }
}
