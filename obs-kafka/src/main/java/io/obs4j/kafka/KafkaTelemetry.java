package io.obs4j.kafka;

import io.obs4j.Obs;
import io.obs4j.core.Clock;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Observes the clients of Kafka: a span for each message that is sent and each that is processed,
 * in one trace, and metrics by OpenTelemetry's semantic conventions.
 *
 * <pre>{@code
 * KafkaTelemetry kafka = KafkaTelemetry.of(obs);
 * settings.putAll(kafka.producerConfig());
 * Producer<String, Order> producer = new KafkaProducer<>(settings);
 * }</pre>
 *
 * <p>A client is observed by interceptors, which Kafka makes by the name of their class. Where only
 * names can be configured, such as in a properties file, {@code
 * interceptor.classes=io.obs4j.kafka.ObsProducerInterceptor} alone records with what is installed
 * as {@link GlobalOpenTelemetry} when the client is made, and with all defaults.
 *
 * <p>Safe for use by any thread.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">Semantic conventions
 *     for Kafka</a>
 */
public final class KafkaTelemetry {

  /** The instrumentation scope of what is recorded here: {@value}. */
  public static final String SCOPE = "io.obs4j.kafka";

  /** The setting of a client that holds its telemetry: {@value}. */
  static final String SETTING = "io.obs4j.kafka.telemetry";

  /** What records nothing. */
  static final Messaging NOOP = new Messaging(OpenTelemetry.noop(), Clock.system(), false, false);

  private final Messaging messaging;

  private KafkaTelemetry(Builder builder) {
    messaging =
        new Messaging(
            builder.obs.openTelemetry(), builder.clock, builder.messageKeys, builder.receiveSpans);
  }

  /**
   * Observes with all defaults.
   *
   * @param obs gets what is recorded
   * @return new telemetry
   */
  public static KafkaTelemetry of(Obs obs) {
    return builder(obs).build();
  }

  /**
   * Observes with settings.
   *
   * @param obs gets what is recorded
   * @return a builder
   */
  public static Builder builder(Obs obs) {
    return new Builder(obs);
  }

  /** What the client that was configured so is to record with. */
  static Messaging messagingOf(Map<String, ?> configuration) {
    return configuration.get(SETTING) instanceof KafkaTelemetry telemetry
        ? telemetry.messaging
        : new Messaging(Obs.globalOpenTelemetry(), Clock.system(), true, true);
  }

  /**
   * The settings that make a producer observed.
   *
   * @return to be added to its others; where those have interceptors already, name {@link
   *     ObsProducerInterceptor} as the last of them
   */
  public Map<String, Object> producerConfig() {
    return config(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, ObsProducerInterceptor.class);
  }

  /**
   * The settings that make a consumer observed.
   *
   * @return to be added to its others; where those have interceptors already, name {@link
   *     ObsConsumerInterceptor} as the last of them
   */
  public Map<String, Object> consumerConfig() {
    return config(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, ObsConsumerInterceptor.class);
  }

  private Map<String, Object> config(String interceptors, Class<?> interceptor) {
    return Map.of(interceptors, interceptor.getName(), SETTING, this);
  }

  /**
   * Observes how messages are processed.
   *
   * @param name of the consumer group, its {@code group.id}
   * @return may be kept, and used by all consumers of the group in this process
   */
  public ConsumerGroup group(String name) {
    return new ConsumerGroup(messaging, Objects.requireNonNull(name, "name"));
  }

  /** Settings of {@link KafkaTelemetry}. Not safe for use by several threads at once. */
  public static final class Builder {

    private final Obs obs;
    private Clock clock = Clock.system();
    private boolean messageKeys = true;
    private boolean receiveSpans = true;

    private Builder(Obs obs) {
      this.obs = Objects.requireNonNull(obs, "obs");
    }

    /**
     * Switches the keys of messages, {@code messaging.kafka.message.key} of spans, by default on:
     * of keys that are a string, a number or a UUID. Switch it off where keys are secret or tell of
     * persons.
     *
     * @param on whether they are recorded
     * @return this builder
     */
    public Builder messageKeys(boolean on) {
      messageKeys = on;
      return this;
    }

    /**
     * Switches the spans of {@code poll}, by default on: one for each batch that a consumer hands
     * out, with a link for each message.
     *
     * @param on whether there are such
     * @return this builder
     */
    public Builder receiveSpans(boolean on) {
      receiveSpans = on;
      return this;
    }

    /**
     * Sets the clock, by default the machine's.
     *
     * @param newClock tells how long operations take
     * @return this builder
     */
    public Builder clock(Clock newClock) {
      clock = Objects.requireNonNull(newClock, "clock");
      return this;
    }

    /**
     * Builds the telemetry.
     *
     * @return new telemetry
     */
    public KafkaTelemetry build() {
      return new KafkaTelemetry(this);
    }
  }
}
