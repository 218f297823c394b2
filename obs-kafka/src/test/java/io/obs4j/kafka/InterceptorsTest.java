package io.obs4j.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.Obs;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What interceptors do with what Kafka hands them; a real broker is among the integration tests.
 */
class InterceptorsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
  private static final int TRACEPARENT = 55;

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

  private static Map<String, Object> configured(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", List.of("kafka.example:9092"));
    all.put("client.id", "c1");
    return all;
  }

  private static ObsProducerInterceptor<String, String> producer(KafkaTelemetry telemetry) {
    ObsProducerInterceptor<String, String> interceptor = new ObsProducerInterceptor<>();
    interceptor.configure(configured(telemetry.producerConfig()));
    return interceptor;
  }

  private static RecordMetadata metadata(long offset) {
    return new RecordMetadata(ORDERS, offset, 0, 0, 0, 0);
  }

  private SpanRecord span() {
    List<SpanRecord> spans = exporter.awaitSpans(1, PATIENCE);
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }

  /** All values of a header, one after the other. */
  private static String header(Iterable<Header> headers, String key) {
    StringBuilder values = new StringBuilder();
    for (Header header : headers) {
      if (header.key().equals(key)) {
        values.append(new String(header.value(), UTF_8));
      }
    }
    return values.toString();
  }

  @Test
  void interceptor_notConfigured_leavesRecordsAlone() {
    ProducerRecord<String, String> record = new ProducerRecord<>("orders", "tea");
    ObsProducerInterceptor<String, String> interceptor = new ObsProducerInterceptor<>();

    assertThat(interceptor.onSend(record)).isSameAs(record);
    assertThat(record.headers()).isEmpty();
    interceptor.onAcknowledgement(null, new IllegalStateException("closed"), record.headers());
    interceptor.close();
  }

  @Test
  void send_acknowledged_endsItsSpan() {
    ObsProducerInterceptor<String, String> interceptor = producer(kafka);
    ProducerRecord<String, String> sent =
        interceptor.onSend(new ProducerRecord<>("orders", "4711", "tea"));
    assertThat(exporter.spans()).isEmpty();

    interceptor.onAcknowledgement(metadata(17), null, sent.headers());

    assertThat(span().name()).isEqualTo("send orders");
    assertThat(span().attributes().get(MessagingAttributes.OFFSET)).isEqualTo(17);
    assertThat(span().attributes().get(MessagingAttributes.PARTITION)).isEqualTo("3");
    assertThat(span().attributes().get(MessagingAttributes.SERVER_ADDRESS))
        .isEqualTo("kafka.example");
    assertThat(header(sent.headers(), "traceparent"))
        .startsWith("00-" + span().traceIdHex() + '-' + span().spanIdHex() + '-');
  }

  @Test
  void send_failedBeforeItHasAPartition_endsItsSpanWithTheError() {
    ObsProducerInterceptor<String, String> interceptor = producer(kafka);
    ProducerRecord<String, String> sent = interceptor.onSend(new ProducerRecord<>("orders", "tea"));

    interceptor.onAcknowledgement(null, new IllegalStateException("closed"), sent.headers());

    assertThat(span().status()).isEqualTo(StatusCode.ERROR);
    assertThat(span().attributes().get(MessagingAttributes.ERROR_TYPE))
        .isEqualTo("java.lang.IllegalStateException");
  }

  /** As Kafka before 4.1 calls it. */
  @Test
  void acknowledgement_withoutHeaders_isCounted() {
    ObsProducerInterceptor<String, String> interceptor = producer(kafka);
    interceptor.onAcknowledgement(metadata(17), null);
    interceptor.onAcknowledgement(metadata(-1), new IllegalStateException("closed"));
    interceptor.onAcknowledgement(null, new IllegalStateException("closed"));

    assertThat(Sums.of(obs, "messaging.client.sent.messages"))
        .containsOnly(
            Map.entry("orders", 1L),
            Map.entry("orders java.lang.IllegalStateException", 1L),
            Map.entry(" java.lang.IllegalStateException", 1L));
  }

  @Test
  void recordThatWasSentBefore_isSentAsAnotherWithAContextOfItsOwn() {
    ObsProducerInterceptor<String, String> interceptor = producer(kafka);
    ProducerRecord<String, String> record = new ProducerRecord<>("orders", "tea");
    record.headers().add("kept", "yes".getBytes(UTF_8));
    interceptor.onSend(record);
    ((RecordHeaders) record.headers()).setReadOnly();
    String first = header(record.headers(), "traceparent");

    ProducerRecord<String, String> again = interceptor.onSend(record);
    interceptor.onAcknowledgement(metadata(18), null, again.headers());

    String second = header(again.headers(), "traceparent");
    assertThat(second).hasSize(TRACEPARENT).isNotEqualTo(first).contains(span().spanIdHex());
    assertThat(header(again.headers(), "kept")).isEqualTo("yes");
    assertThat(header(record.headers(), "traceparent")).isEqualTo(first);
  }

  /** Who forwards a message copies its headers. */
  @Test
  void headersOfAnotherMessage_areReplaced() {
    ProducerRecord<String, String> record = new ProducerRecord<>("orders", "tea");
    record.headers().add("traceparent", "forwarded".getBytes(UTF_8));
    record.headers().add("traceparent", "twice".getBytes(UTF_8));
    record.headers().add("baggage", "tenant=stale".getBytes(UTF_8));

    producer(kafka).onSend(record);

    assertThat(header(record.headers(), "traceparent")).hasSize(TRACEPARENT);
    assertThat(header(record.headers(), "baggage")).isEmpty();
  }

  @Test
  void messageKeys_switchedOff_areNotRecorded() {
    ObsProducerInterceptor<String, String> interceptor =
        producer(KafkaTelemetry.builder(obs).messageKeys(false).build());
    ProducerRecord<String, String> sent =
        interceptor.onSend(new ProducerRecord<>("orders", "4711", null));
    interceptor.onAcknowledgement(metadata(1), null, sent.headers());

    assertThat(span().attributes().get(MessagingAttributes.MESSAGE_KEY)).isNull();
    assertThat(span().attributes().get(MessagingAttributes.TOMBSTONE)).isTrue();
  }

  private static ConsumerRecord<String, String> received(int partition, long offset) {
    ConsumerRecord<String, String> record =
        new ConsumerRecord<>("orders", partition, offset, "4711", "tea");
    String parent = "00-" + "ab".repeat(16) + '-' + "cd".repeat(8) + "-01";
    record.headers().add("traceparent", parent.getBytes(UTF_8));
    return record;
  }

  @Test
  void poll_ofSeveralPartitions_tellsWhereEachRecordIsFrom() {
    ObsConsumerInterceptor<String, String> interceptor = new ObsConsumerInterceptor<>();
    interceptor.configure(configured(kafka.consumerConfig()));
    ConsumerRecord<String, String> broken = new ConsumerRecord<>("orders", 4, 9, "1", "tea");
    broken.headers().add("traceparent", null);
    ConsumerRecords<String, String> records =
        new ConsumerRecords<>(
            Map.of(
                ORDERS, List.of(received(3, 7)), new TopicPartition("orders", 4), List.of(broken)),
            Map.of());

    assertThat(interceptor.onConsume(records)).isSameAs(records);

    assertThat(span().name()).isEqualTo("poll orders");
    assertThat(span().attributes().get(MessagingAttributes.BATCH_COUNT)).isEqualTo(2);
    assertThat(span().attributes().get(MessagingAttributes.PARTITION)).isNull();
    assertThat(span().links()).hasSize(1);
    assertThat(span().links().get(0).target().getSpanId()).isEqualTo("cd".repeat(8));
    assertThat(span().links().get(0).attributes().get(MessagingAttributes.PARTITION))
        .isEqualTo("3");
    assertThat(span().links().get(0).attributes().get(MessagingAttributes.OFFSET)).isEqualTo(7);
  }

  @Test
  @SuppressWarnings("try") // A scope is opened to be closed.
  void processing_withinAnotherSpan_isItsChildAndLinked() {
    Span batch = obs.tracer("shop").spanBuilder("batch").startSpan();
    try (Scope scope = batch.makeCurrent()) {
      kafka.group("billing").run(received(3, 7), () -> {});
    }

    assertThat(span().parentSpanIdHex()).isEqualTo(batch.getSpanContext().getSpanId());
    assertThat(span().links()).hasSize(1);
    assertThat(span().links().get(0).target().getTraceId()).isEqualTo("ab".repeat(16));
    batch.end();
  }

  @Test
  void processing_thatFails_throwsWhatFailed() {
    IllegalStateException failure = new IllegalStateException("no money");

    assertThatThrownBy(
            () ->
                kafka
                    .group("billing")
                    .call(
                        received(3, 7),
                        () -> {
                          throw failure;
                        }))
        .isSameAs(failure);
    assertThat(span().traceIdHex()).isEqualTo("ab".repeat(16));
    assertThat(span().parentSpanIdHex()).isEqualTo("cd".repeat(8));
    assertThat(span().status()).isEqualTo(StatusCode.ERROR);
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
  }

  @Test
  void processing_closedTwice_isOne() {
    Processing processing = kafka.group("billing").start(received(3, 7));
    processing.close();
    processing.fail(new IllegalStateException("late"));
    processing.close();

    assertThat(span().status()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void getter_readsWhatThereIs() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("a", "1".getBytes(UTF_8)).add("a", "2".getBytes(UTF_8)).add("b", null);

    assertThat(RecordHeadersGetter.INSTANCE.keys(headers)).containsExactly("a", "a", "b");
    assertThat(RecordHeadersGetter.INSTANCE.get(headers, "a")).isEqualTo("2");
    assertThat(RecordHeadersGetter.INSTANCE.get(headers, "b")).isNull();
    assertThat(RecordHeadersGetter.INSTANCE.get(null, "a")).isNull();
    Iterator<String> all = RecordHeadersGetter.INSTANCE.getAll(headers, "a");
    assertThat(all).toIterable().containsExactly("1", "2");
  }

  @Test
  void server_isToldOnlyIfThereIsOne() {
    assertThat(facts("kafka.example:9092").host()).isEqualTo("kafka.example");
    assertThat(facts("[::1]:9092").host()).isEqualTo("::1");
    assertThat(facts("[::1]:9092").port()).isEqualTo(9092);
    assertThat(facts("a:1,b:2").host()).isNull();
    assertThat(facts(List.of("a:1", "b:2")).host()).isNull();
    assertThat(facts("nonsense").host()).isNull();
    assertThat(facts("a:b").host()).isNull();
  }

  private static ClientFacts facts(Object servers) {
    return ClientFacts.of(Map.of("bootstrap.servers", servers));
  }
}
