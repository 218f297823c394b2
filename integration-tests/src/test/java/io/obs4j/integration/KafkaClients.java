package io.obs4j.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients of a broker, as services configure them. */
final class KafkaClients {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int PATIENCE_POLLS = 600;

  private KafkaClients() {}

  static Producer<String, String> producer(String broker, String id, Map<String, ?> observed) {
    Map<String, Object> settings = new HashMap<>(observed);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, id);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 10_000);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  /** Polls until so many records were handled, whichever batches they come in. */
  static void consume(
      String broker,
      String topic,
      String group,
      Map<String, ?> observed,
      int count,
      Consumer<ConsumerRecords<String, String>> handler) {
    Map<String, Object> settings = new HashMap<>(observed);
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, group + "-1");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      int handled = 0;
      List<Integer> batches = new ArrayList<>();
      for (int polls = 0; handled < count; polls++) {
        if (polls == PATIENCE_POLLS) {
          throw new AssertionError("waited in vain for " + count + " records, had " + batches);
        }
        ConsumerRecords<String, String> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          handled += records.count();
          batches.add(records.count());
          handler.accept(records);
        }
      }
    }
  }
}
