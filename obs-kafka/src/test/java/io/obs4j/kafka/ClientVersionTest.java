package io.obs4j.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kafka's own clients with our interceptors, of the newest version and of the oldest that is
 * supported, which the build puts onto a class path of its own. No broker answers them.
 */
@Timeout(120)
class ClientVersionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Interceptors of older clients are not told which message it was that failed. */
  private static final boolean TOLD_OF_EACH = !AppInfoParser.getVersion().startsWith("3.");

  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final Obs obs =
      Obs.builder()
          .service("shop", "1")
          .environment(Map.of())
          .diagnostics(Diagnostics.create())
          .export(exporter)
          .start();
  private final KafkaTelemetry kafka = KafkaTelemetry.of(obs);

  @AfterEach
  void close() {
    obs.close();
  }

  private static Map<String, Object> settings(Map<String, Object> telemetry) {
    Map<String, Object> settings = new HashMap<>(telemetry);
    settings.put("bootstrap.servers", "127.0.0.1:1");
    return settings;
  }

  private SpanRecord span() {
    List<SpanRecord> spans = exporter.awaitSpans(1, PATIENCE);
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }

  @Test
  void clients_areOfTheVersionThatTheBuildNames() {
    assertThat(AppInfoParser.getVersion()).isEqualTo(System.getProperty("kafka.version"));
  }

  @Test
  void producer_withoutABroker_carriesTheContextAndCountsTheFailure() {
    Map<String, Object> settings = settings(kafka.producerConfig());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1);
    ProducerRecord<String, String> record = new ProducerRecord<>("orders", "4711", "tea");
    Future<RecordMetadata> sent;
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      sent = producer.send(record);
    }

    assertThat(sent).failsWithin(PATIENCE);
    assertThat(span().name()).isEqualTo("send orders");
    assertThat(new String(record.headers().lastHeader("traceparent").value(), UTF_8))
        .contains(span().traceIdHex(), span().spanIdHex());
    assertThat(span().status()).isEqualTo(TOLD_OF_EACH ? StatusCode.ERROR : StatusCode.UNSET);
    assertThat(Sums.of(obs, "messaging.client.sent.messages"))
        .containsOnly(Map.entry("orders org.apache.kafka.common.errors.TimeoutException", 1L));
  }

  @Test
  @SuppressWarnings("deprecation") // The constructor that all versions have.
  void consumer_isConfigured_andItsMessagesAreSeen() {
    Map<String, Object> settings = settings(kafka.consumerConfig());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, "billing");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      assertThat(consumer.groupMetadata().groupId()).isEqualTo("billing");
    }

    ObsConsumerInterceptor<String, String> interceptor = new ObsConsumerInterceptor<>();
    interceptor.configure(settings);
    ConsumerRecord<String, String> record = new ConsumerRecord<>("orders", 3, 7, "4711", "tea");
    interceptor.onConsume(
        new ConsumerRecords<>(Map.of(new TopicPartition("orders", 3), List.of(record))));
    kafka.group("billing").run(record, () -> {});

    assertThat(exporter.awaitSpans(2, PATIENCE))
        .extracting(SpanRecord::name)
        .containsExactly("poll orders", "process orders");
  }
}
