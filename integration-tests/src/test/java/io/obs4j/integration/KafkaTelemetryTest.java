package io.obs4j.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.context.ScopeLeakDetector;
import io.obs4j.core.Diagnostics;
import io.obs4j.judges.Waiting;
import io.obs4j.kafka.ConsumerGroup;
import io.obs4j.kafka.KafkaTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services that send messages to each other through a real broker. */
@Timeout(180)
@SuppressWarnings("try") // Scopes are opened to be closed.
class KafkaTelemetryTest {

  private static final Diagnostics DIAGNOSTICS = Diagnostics.create();
  private static final ScopeLeakDetector SCOPES = ScopeLeakDetector.install(DIAGNOSTICS);

  private static final int PATIENCE_SECONDS = 60;

  @TempDir private static Path directory;
  private static KafkaBroker broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = KafkaBroker.start(directory);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
    assertThat(SCOPES.isActive()).isTrue();
    Waiting.until("the end of all scopes", () -> SCOPES.openScopes().isEmpty());
    assertThat(DIAGNOSTICS.faultCount(ScopeLeakDetector.FAULT)).isZero();
  }

  private static void send(
      Producer<String, String> producer, String topic, String key, String value) throws Exception {
    producer.send(new ProducerRecord<>(topic, key, value)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static String named(List<SeenSpan> spans) {
    return SeenSpan.tree(spans).replace(broker.port(), "PORT");
  }

  @Test
  void twoServices_keepOneTrace() throws Exception {
    try (OurTelemetry shop = new OurTelemetry();
        OurTelemetry billing = new OurTelemetry()) {
      KafkaTelemetry shopKafka = KafkaTelemetry.of(shop.obs());
      KafkaTelemetry billingKafka =
          KafkaTelemetry.builder(billing.obs()).receiveSpans(false).build();
      Span checkout = shop.obs().tracer("shop").spanBuilder("checkout").startSpan();
      try (Producer<String, String> orders =
              KafkaClients.producer(broker.address(), "shop-1", shopKafka.producerConfig());
          Scope current =
              Baggage.builder()
                  .put("tenant", "acme")
                  .build()
                  .storeInContext(Context.current().with(checkout))
                  .makeCurrent()) {
        send(orders, "orders", "4711", "tea");
      } finally {
        checkout.end();
      }

      ConsumerGroup group = billingKafka.group("billing");
      try (Producer<String, String> invoices =
          KafkaClients.producer(broker.address(), "billing-1", billingKafka.producerConfig())) {
        KafkaClients.consume(
            broker.address(),
            "orders",
            "billing",
            billingKafka.consumerConfig(),
            1,
            records -> {
              for (ConsumerRecord<String, String> record : records) {
                bill(group, record, invoices);
              }
            });
      }

      List<SeenSpan> spans = shop.spans(2);
      spans.addAll(billing.spans(2));
      assertThat(named(spans))
          .isEqualTo(
              """
              checkout INTERNAL by shop {}
              #send orders PRODUCER by io.obs4j.kafka {messaging.client.id=shop-1, messaging.destination.name=orders, messaging.destination.partition.id=0, messaging.kafka.message.key=4711, messaging.kafka.offset=0, messaging.operation.name=send, messaging.operation.type=send, messaging.system=kafka, server.address=127.0.0.1, server.port=PORT}
              ##process orders <- CONSUMER by io.obs4j.kafka {messaging.consumer.group.name=billing, messaging.destination.name=orders, messaging.destination.partition.id=0, messaging.kafka.message.key=4711, messaging.kafka.offset=0, messaging.operation.name=process, messaging.operation.type=process, messaging.system=kafka}
              ###send invoices PRODUCER by io.obs4j.kafka {messaging.client.id=billing-1, messaging.destination.name=invoices, messaging.destination.partition.id=0, messaging.kafka.message.key=acme, messaging.kafka.offset=0, messaging.operation.name=send, messaging.operation.type=send, messaging.system=kafka, server.address=127.0.0.1, server.port=PORT}
              """
                  .replace("#", "  "));
      assertThat(spans).extracting(SeenSpan::nanos).allMatch(nanos -> nanos > 0);
    }
  }

  /** The tenant came as baggage. */
  private static void bill(
      ConsumerGroup group,
      ConsumerRecord<String, String> record,
      Producer<String, String> invoices) {
    try {
      group.run(
          record,
          () ->
              send(
                  invoices, "invoices", Baggage.current().getEntryValue("tenant"), record.value()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void messageThatTheBrokerNeverGets_isAnError() throws Exception {
    try (OurTelemetry shop = new OurTelemetry()) {
      KafkaTelemetry kafka = KafkaTelemetry.of(shop.obs());
      try (Producer<String, String> producer =
          KafkaClients.producer(broker.address(), "shop-2", kafka.producerConfig())) {
        send(producer, "small", "1", "x");
        assertThatThrownBy(() -> send(producer, "small", "2", "x".repeat(20_000)))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(RecordTooLargeException.class);
      }

      List<SeenSpan> spans = shop.spans(2);
      assertThat(spans.get(1).status()).isEqualTo("ERROR");
      assertThat(spans.get(1).events())
          .extracting(SeenSpan.Event::name)
          .containsExactly("exception");
      assertThat(SeenSpan.sorted(spans.get(1).attributes()))
          .containsEntry("error.type", RecordTooLargeException.class.getName());
      assertThat(shop.metrics().stream().filter(line -> line.startsWith("messaging.client.sent")))
          .hasSize(2)
          .anyMatch(line -> line.contains("error.type=" + RecordTooLargeException.class.getName()))
          .allMatch(line -> line.endsWith(" 1"));
    }
  }

  /** Interceptors are made by name where only a file configures the client. */
  @Test
  void interceptorWithoutTelemetry_recordsWithTheGlobalOne() throws Exception {
    try (OurTelemetry shop = new OurTelemetry()) {
      assertThat(shop.obs().installGlobal()).isTrue();
      try (Producer<String, String> producer =
          KafkaClients.producer(
              broker.address(),
              "shop-3",
              Map.of("interceptor.classes", "io.obs4j.kafka.ObsProducerInterceptor"))) {
        send(producer, "global", "1", "x");
      }

      assertThat(shop.spans(1)).extracting(SeenSpan::name).containsExactly("send global");
    }
  }

  @Test
  void batch_isReceivedAndProcessedWithALinkForEachMessage() throws Exception {
    try (OurTelemetry shop = new OurTelemetry();
        OurTelemetry billing = new OurTelemetry()) {
      KafkaTelemetry kafka = KafkaTelemetry.of(shop.obs());
      KafkaTelemetry billingKafka = KafkaTelemetry.of(billing.obs());
      try (Producer<String, String> producer =
          KafkaClients.producer(broker.address(), "shop-4", kafka.producerConfig())) {
        send(producer, "batches", "1", "x");
        send(producer, "batches", "2", null);
        send(producer, "batches", "3", "z");
      }
      ConsumerGroup group = billingKafka.group("batching");
      KafkaClients.consume(
          broker.address(),
          "batches",
          "batching",
          billingKafka.consumerConfig(),
          3,
          records ->
              assertThatThrownBy(
                      () ->
                          group.run(
                              records,
                              () -> {
                                throw new IllegalStateException("no money");
                              }))
                  .hasMessage("no money"));

      List<String> sent = shop.spans(3).stream().map(SeenSpan::spanId).toList();
      List<SeenSpan> seen = billing.spans(2);
      assertThat(linksOf(seen, "poll batches")).isEqualTo(sent);
      assertThat(linksOf(seen, "process batches")).isEqualTo(sent);
      assertThat(seen)
          .filteredOn(span -> span.name().equals("process batches"))
          .allMatch(span -> span.status().equals("ERROR"));
      assertThat(billing.metrics())
          .anyMatch(
              line ->
                  line.startsWith("messaging.client.consumed.messages COUNTER")
                      && line.endsWith("} 3"))
          .anyMatch(
              line ->
                  line.startsWith("messaging.process.duration HISTOGRAM [s]")
                      && line.contains("error.type=java.lang.IllegalStateException"));
    }
  }

  private static List<String> linksOf(List<SeenSpan> spans, String name) {
    return spans.stream()
        .filter(span -> span.name().equals(name))
        .flatMap(span -> span.links().stream())
        .toList();
  }

  /** What a client and its service are observed by. */
  private record Instruments(
      Map<String, ?> producer, Map<String, ?> consumer, @Nullable ConsumerGroup group) {}

  /**
   * Theirs are interceptors, too; they make the span of the processing while the records are
   * iterated.
   */
  private static String run(Telemetry telemetry, Instruments instruments, String topic)
      throws Exception {
    Tracer tracer = telemetry.api().getTracer("shop");
    Span checkout = tracer.spanBuilder("checkout").startSpan();
    try (Producer<String, String> producer =
            KafkaClients.producer(broker.address(), "client", instruments.producer);
        Scope current = checkout.makeCurrent()) {
      send(producer, topic, "1", "tea");
      send(producer, topic, "2", null);
    } finally {
      checkout.end();
    }
    KafkaClients.consume(
        broker.address(),
        topic,
        "group",
        instruments.consumer,
        2,
        records -> {
          for (ConsumerRecord<String, String> record : records) {
            if (instruments.group == null) {
              tracer.spanBuilder("work").startSpan().end();
            } else {
              instruments.group.run(record, () -> tracer.spanBuilder("work").startSpan().end());
            }
          }
        });
    return comparable(named(telemetry.spans(7)).replace(topic, "TOPIC"));
  }

  /**
   * Without the names of the scopes, and what only one side knows: we are told of the
   * acknowledgement and name the brokers, theirs knows the consumer while it processes.
   */
  private static String comparable(String tree) {
    return tree.lines()
            .map(
                line ->
                    line.contains(" PRODUCER ")
                        ? line.replaceAll(
                            "messaging.destination.partition.id=\\d+, |messaging.kafka.offset=\\d+, ",
                            "")
                        : line.replaceAll("messaging.client.id=[^,]+, ", ""))
            .map(line -> line.replaceAll(", server.address=.*, server.port=PORT", ""))
            .map(line -> line.replaceAll("by io\\.\\S+", "by KAFKA"))
            .collect(Collectors.joining("\n"))
        + '\n';
  }

  @Test
  void spans_areThoseOfOpenTelemetrysLibrary() throws Exception {
    String ours;
    try (OurTelemetry telemetry = new OurTelemetry()) {
      KafkaTelemetry kafka = KafkaTelemetry.builder(telemetry.obs()).receiveSpans(false).build();
      ours =
          run(
              telemetry,
              new Instruments(kafka.producerConfig(), kafka.consumerConfig(), kafka.group("group")),
              "ours");
    }
    String theirs;
    try (OurTelemetry telemetry = new OurTelemetry()) {
      var kafka =
          io.opentelemetry.instrumentation.kafkaclients.v2_6.KafkaTelemetry.create(telemetry.api());
      theirs =
          run(
              telemetry,
              new Instruments(
                  kafka.producerInterceptorConfigProperties(),
                  kafka.consumerInterceptorConfigProperties(),
                  null),
              "theirs");
    }

    assertThat(ours).isEqualTo(theirs);
    assertThat(ours).contains("work INTERNAL by shop").contains("tombstone=true");
  }
}
