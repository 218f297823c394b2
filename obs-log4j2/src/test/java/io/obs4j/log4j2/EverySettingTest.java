package io.obs4j.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.LineSettings;
import io.obs4j.logging.format.FormatSettings;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever settings describe lines, Log4j's file can have them, and each has its effect. */
class EverySettingTest {

  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Field field : ObsLayout.Builder.class.getDeclaredFields()) {
      if (field.isAnnotationPresent(PluginBuilderAttribute.class)) {
        names.add(field.getName());
      }
    }
    return names;
  }

  @Test
  void layout_hasEverySetting() {
    Set<String> all = new TreeSet<>(LineSettings.namesOf(FormatSettings.class, ""));
    all.addAll(Set.of("serviceName", "serviceVersion", "serviceEnvironment"));

    assertThat(names()).isEqualTo(all);
    assertThat(LineSettings.values().keySet()).isEqualTo(all);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyAttribute_changesTheLine(String name) throws IOException {
    LogEvent event = event();
    String attribute = name + "=\"" + LineSettings.values().get(name) + '"';

    try (Scope within = Baggage.builder().put(LineSettings.BAGGAGE, "acme").build().makeCurrent()) {
      assertThat(within).isNotNull();
      assertThat(line("", event)).isEqualTo(line("", event));
      assertThat(line(attribute, event)).isNotEqualTo(line("", event));
    }
  }

  private static LogEvent event() {
    StringMap context = ContextDataFactory.createContextData(Map.of(LineSettings.TWICE, "alice"));
    return Log4jLogEvent.newBuilder()
        .setLoggerName("a")
        .setLevel(Level.ERROR)
        .setMessage(
            new StringMapMessage()
                .with("message", LineSettings.MESSAGE)
                .with(LineSettings.SECRET_KEY, "hunter2")
                .with(LineSettings.TWICE, "robert")
                .with("z", LineSettings.LONG))
        .setThrown(LineSettings.throwable())
        .setContextData(context)
        .setIncludeLocation(true)
        .setSource(new Throwable().getStackTrace()[0])
        .build();
  }

  private static String line(String attribute, LogEvent event) throws IOException {
    String file =
        """
        <Configuration status="OFF">
          <Appenders><Console name="A"><ObsLayout %s/></Console></Appenders>
          <Loggers><Root level="INFO"><AppenderRef ref="A"/></Root></Loggers>
        </Configuration>
        """
            .formatted(attribute);
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    try (LoggerContext context = new LoggerContext("test")) {
      context.start(
          new XmlConfiguration(context, new ConfigurationSource(new ByteArrayInputStream(bytes))));
      byte[] line = context.getConfiguration().getAppender("A").getLayout().toByteArray(event);
      return LineSettings.comparable(new String(line, StandardCharsets.UTF_8));
    }
  }
}
