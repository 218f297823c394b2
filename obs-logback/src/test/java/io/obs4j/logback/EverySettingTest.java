package io.obs4j.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.obs4j.judges.LineSettings;
import io.obs4j.logging.format.FormatSettings;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Scope;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.KeyValuePair;

/** Whatever settings describe lines, Logback's file can have them, and each has its effect. */
class EverySettingTest {

  static Set<String> names() {
    return LineSettings.namesOf(ObsEncoder.class, "set");
  }

  @Test
  void encoder_hasEverySetting() {
    Set<String> all = new TreeSet<>(LineSettings.namesOf(FormatSettings.class, ""));
    all.addAll(Set.of("serviceName", "serviceVersion", "serviceEnvironment"));

    assertThat(names()).isEqualTo(all);
    assertThat(LineSettings.values().keySet()).isEqualTo(all);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyElement_changesTheLine(String name) throws Exception {
    ILoggingEvent event = event();
    String element = "<" + name + ">" + LineSettings.values().get(name) + "</" + name + ">";

    try (Scope within = Baggage.builder().put(LineSettings.BAGGAGE, "acme").build().makeCurrent()) {
      assertThat(within).isNotNull();
      assertThat(line("", event)).isEqualTo(line("", event));
      assertThat(line(element, event)).isNotEqualTo(line("", event));
    }
  }

  private static ILoggingEvent event() {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "x",
            context.getLogger("a"),
            Level.ERROR,
            LineSettings.MESSAGE,
            LineSettings.throwable(),
            null);
    event.setMDCPropertyMap(Map.of(LineSettings.TWICE, "alice"));
    event.addKeyValuePair(new KeyValuePair(LineSettings.SECRET_KEY, "hunter2"));
    event.addKeyValuePair(new KeyValuePair(LineSettings.TWICE, "robert"));
    event.addKeyValuePair(new KeyValuePair("long", LineSettings.LONG));
    event.setCallerData(new Throwable().getStackTrace());
    return event;
  }

  @SuppressWarnings("unchecked")
  private static String line(String element, ILoggingEvent event) throws Exception {
    String file =
        """
        <configuration>
          <appender name="A" class="ch.qos.logback.core.ConsoleAppender">
            <encoder class="io.obs4j.logback.ObsEncoder">%s</encoder>
          </appender>
          <root level="INFO"><appender-ref ref="A"/></root>
        </configuration>
        """
            .formatted(element);
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    assertThat(context.getStatusManager().getCopyOfStatusList())
        .noneSatisfy(status -> assertThat(status.getEffectiveLevel()).isPositive());
    OutputStreamAppender<ILoggingEvent> appender =
        (OutputStreamAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("A");
    Encoder<ILoggingEvent> encoder = appender.getEncoder();
    String line = new String(encoder.encode(event), StandardCharsets.UTF_8);
    context.stop();
    return LineSettings.comparable(line);
  }
}
