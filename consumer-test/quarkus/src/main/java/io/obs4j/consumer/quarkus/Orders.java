package io.obs4j.consumer.quarkus;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;
import org.slf4j.LoggerFactory;

/** Works on a worker thread, on an event loop with hops, and on a managed executor. */
@Path("/orders")
public class Orders {

  private static final Logger JBOSS = Logger.getLogger(Orders.class);
  private static final org.slf4j.Logger SLF4J = LoggerFactory.getLogger(Orders.class);

  @Inject OpenTelemetry telemetry;
  @Inject MeterRegistry registry;
  @Inject ManagedExecutor executor;

  private String work(String name) {
    Span span = telemetry.getTracer("orders").spanBuilder(name).startSpan();
    span.end();
    return Span.current().getSpanContext().getTraceId() + ' ' + Thread.currentThread().getName();
  }

  @GET
  @Path("/worker")
  public String worker() {
    registry.counter("orders", "country", "de").increment();
    JBOSS.info("through JBoss Logging");
    SLF4J.atInfo().addKeyValue("order.id", 17).log("through SLF4J");
    return work("worker");
  }

  @GET
  @Path("/loop")
  public Uni<String> loop() {
    String before = work("before");
    return Uni.createFrom()
        .item(before)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(ignored -> work("after"));
  }

  @GET
  @Path("/managed")
  public CompletionStage<String> managed() {
    return executor.supplyAsync(() -> work("managed"));
  }
}
