package io.obs4j.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obs4j.logging.format.FormatSettings;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.AbstractLogEvent;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.net.Severity;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObsLayoutTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private static final Context AROUND =
      Context.root()
          .with(
              Span.wrap(
                  SpanContext.create(
                      TRACE, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault())))
          .with(Baggage.builder().put("tenant", "acme").build());

  @TempDir private Path directory;

  @AfterEach
  void clearContext() {
    ThreadContext.clearAll();
  }

  private Hosted hosted(String... settings) {
    return new Hosted(directory.resolve("lines.json"), settings);
  }

  @Test
  void event_isWrittenWithAllThatItTells() throws IOException {
    try (Hosted hosted = hosted();
        Scope scope = AROUND.makeCurrent()) {
      assertThat(scope).isNotNull();
      ThreadContext.put("request.id", "r-17");
      ThreadContext.put("iban", "DE02120300000000202051");
      ThreadContext.push("checkout");
      Marker marker =
          MarkerManager.getMarker("PAYMENT").addParents(MarkerManager.getMarker("MONEY"));
      Instant before = Instant.now().minusSeconds(1);

      hosted.logger("io.acme.Orders").warn(marker, "paid by {}: {} €", "alice", 2.5);

      JsonNode line = hosted.line();
      assertThat(line.path("log.level").asText()).isEqualTo("WARN");
      assertThat(line.path("log.logger").asText()).isEqualTo("io.acme.Orders");
      assertThat(line.path("message").asText()).isEqualTo("paid by alice: 2.5 €");
      assertThat(line.path("iban").asText()).isEqualTo("***");
      assertThat(line.path("request.id").asText()).isEqualTo("r-17");
      assertThat(line.path("ndc").path(0).asText()).isEqualTo("checkout");
      assertThat(line.path("tenant").asText()).isEqualTo("acme");
      assertThat(line.path("tags").path(0).asText()).isEqualTo("PAYMENT");
      assertThat(line.path("tags").path(1).asText()).isEqualTo("MONEY");
      assertThat(line.path("service.name").asText()).isEqualTo("orders");
      assertThat(line.path("service.version").asText()).isEqualTo("1.4.2");
      assertThat(line.path("team").asText()).isEqualTo("checkout");
      assertThat(line.path("trace.id").asText()).isEqualTo(TRACE);
      assertThat(line.path("process.thread.name").asText())
          .isEqualTo(Thread.currentThread().getName());
      assertThat(line.at("/log/origin/function").asText())
          .isEqualTo("event_isWrittenWithAllThatItTells");
      assertThat(Instant.parse(line.path("@timestamp").asText()))
          .isBetween(before, Instant.now().plusSeconds(1));
    }
  }

  @Test
  void everyFormat_isChosenByItsName() throws IOException {
    String[] names = {"ecs", "Logstash", "gelf", " GCP ", "otel", "no-such-format"};
    String[] messages = {"message", "message", "short_message", "message", "Body", "message"};
    for (int i = 0; i < names.length; i++) {
      try (Hosted hosted = new Hosted(directory.resolve(i + ".json"), "format", names[i])) {
        hosted.logger("a").info("hello {}", "you");
        assertThat(hosted.line().path(messages[i]).asText()).as(names[i]).isEqualTo("hello you");
      }
    }
  }

  @Test
  void levels_haveTheirNames_andFatalIsOneOfThem() throws IOException {
    try (Hosted hosted = hosted()) {
      Logger logger = hosted.logger("a");
      logger.trace("m");
      logger.debug("m");
      logger.log(Level.forName("NOTICE", 350), "m");
      logger.warn("m");
      logger.error("m");
      logger.error(MarkerManager.getMarker("FATAL"), "m");
      logger.fatal("m");

      List<String> levels = new ArrayList<>();
      hosted.lines().forEach(line -> levels.add(line.path("log.level").asText()));
      assertThat(levels)
          .containsExactly("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "FATAL");
    }
  }

  @Test
  void throwable_isWrittenAsTheSettingsSay() throws IOException {
    try (Hosted hosted = hosted()) {
      Exception thrown =
          new IllegalStateException("outer", new IOException("password=hunter2 refused"));
      hosted.logger("a").error("failed with {}", 17, thrown);

      JsonNode line = hosted.line();
      assertThat(line.path("message").asText()).isEqualTo("failed with 17");
      assertThat(line.path("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
      assertThat(line.path("error.stack_trace").asText())
          .startsWith("java.io.IOException: password=***")
          .doesNotContain("at org.junit");
      assertThat(line.has("error.stack_hash")).isTrue();
      assertThat(line.toString()).doesNotContain("hunter2");
    }
  }

  @Test
  void mapMessage_becomesKeyValues() throws IOException {
    try (Hosted hosted = hosted()) {
      hosted.logger("a").info(new StringMapMessage().with("message", "paid").with("order.id", 17));

      JsonNode line = hosted.line();
      assertThat(line.path("message").asText()).isEqualTo("paid");
      assertThat(line.path("order.id").asText()).isEqualTo("17");
      assertThat(line.has("message_1")).isFalse();
    }
  }

  @Test
  void structuredData_becomesKeyValues() throws IOException {
    try (Hosted hosted = hosted()) {
      StructuredDataMessage message = new StructuredDataMessage("order@1", "paid", "payment");
      message.put("amount", "2.50");
      hosted.logger("a").info(message);

      JsonNode line = hosted.line();
      assertThat(line.path("message").asText()).isEqualTo("paid");
      assertThat(line.path("amount").asText()).isEqualTo("2.50");
    }
  }

  @Test
  void messageThatIsNoTemplate_isLeftAsItIs() throws IOException {
    try (Hosted hosted = hosted()) {
      Logger logger = hosted.logger("a");
      logger.info("plain {}");
      logger.info((Object) "object {}");
      logger.info(17);
      logger.info((Message) new SimpleMessage("simple {}"));
      logger.printf(Level.INFO, "%s {}", "printed");
      logger.info("{} {} {} {} {} {} {} {} {} {} {} {}", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

      List<String> messages = new ArrayList<>();
      hosted.lines().forEach(line -> messages.add(line.path("message").asText()));
      assertThat(messages)
          .containsExactly(
              "plain {}",
              "object {}",
              "17",
              "simple {}",
              "printed {}",
              "1 2 3 4 5 6 7 8 9 10 11 12");
    }
  }

  @Test
  void hostileText_staysOneValidLine() throws IOException {
    try (Hosted hosted = hosted("collisions", "last-wins")) {
      String hostile = "\n{\"a\":1}\r\u0000\u2028\uD83D \uDE00 \uD83D\uDE00\" \\ ";
      ThreadContext.put(hostile, hostile);
      ThreadContext.put("message", "forged");
      hosted.logger(hostile).info(hostile + "{}", hostile.repeat(400));

      JsonNode line = hosted.line();
      assertThat(line.path("message").asText()).startsWith("\n{\"a\":1}\r\u0000\u2028\uFFFD ");
    }
  }

  @Test
  void argumentThatLogs_getsALineOfItsOwn() throws IOException {
    try (Hosted hosted = hosted()) {
      Logger logger = hosted.logger("a");
      Object talkative =
          new Object() {
            @Override
            public String toString() {
              logger.info("inner {}", 1);
              return "said";
            }
          };
      logger.info("outer {}", talkative);

      List<JsonNode> lines = hosted.lines();
      assertThat(lines.get(lines.size() - 1).path("message").asText()).isEqualTo("outer said");
      assertThat(lines.get(0).path("message").asText()).isEqualTo("inner 1");
    }
  }

  @Test
  void levels_ofSyslog_areThoseOfLog4j() throws IOException {
    ObsLayout layout = layout(settings -> settings.format("gelf"));
    Level[] levels = {
      Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.FATAL,
    };
    for (Level level : levels) {
      JsonNode line = told(layout, event(new SimpleMessage("m")).setLevel(level).build());

      assertThat(line.path("level").asInt())
          .as(level.name())
          .isEqualTo(Severity.getSeverity(level).getCode());
    }
  }

  private static ObsLayout layout(Consumer<FormatSettings> described) {
    FormatSettings settings = new FormatSettings();
    described.accept(settings);
    return ObsLayout.of(settings);
  }

  private static Log4jLogEvent.Builder event(Message message) {
    return Log4jLogEvent.newBuilder()
        .setLoggerName("a")
        .setLevel(Level.INFO)
        .setThreadId(Thread.currentThread().getId())
        .setMessage(message);
  }

  private static JsonNode told(ObsLayout layout, LogEvent event) throws IOException {
    return new ObjectMapper().readTree(layout.toByteArray(event));
  }

  private static long failures() {
    return FormatSettings.diagnostics()
        .metrics()
        .counter(
            "obs.log.value.failures",
            "{value}",
            "Values of log events that threw when they were asked for their text.",
            Attributes.empty())
        .longValue();
  }

  /** Whatever is done with it fails. */
  private static final class Broken {

    @Override
    public String toString() {
      throw new NoClassDefFoundError("of a service that was taken away");
    }
  }

  @Test
  void objectsThatThrow_areToldAsANote_andCounted() throws IOException {
    ObsLayout layout = ObsLayout.newBuilder().build();
    Broken broken = new Broken();
    Message[] messages = {
      new ObjectMessage(broken),
      new ObjectMessage(Map.of("k", broken)),
      ReusableMessageFactory.INSTANCE.newMessage(broken),
    };
    for (Message message : messages) {
      long before = failures();
      JsonNode line = told(layout, event(message).build());

      assertThat(line.path("message").asText()).contains("[FAILED toString()]");
      assertThat(line.path("log.level").asText()).isEqualTo("INFO");
      assertThat(failures()).isEqualTo(before + 1);
    }
  }

  @Test
  void contextThatThrows_isToldAsANote_andCounted() throws IOException {
    SortedArrayStringMap context = new SortedArrayStringMap();
    context.putValue("user", "alice");
    context.putValue("broken", new Broken());
    long before = failures();
    JsonNode line =
        told(
            ObsLayout.newBuilder().build(),
            event(new SimpleMessage("m")).setContextData(context).build());

    assertThat(line.path("user").asText()).isEqualTo("alice");
    assertThat(line.path("broken").asText()).isEqualTo("[FAILED toString()]");
    assertThat(failures()).isEqualTo(before + 1);
  }

  @Test
  void eventThatCannotBeRead_isALineAboutThat_andCounted() throws IOException {
    LogEvent unreadable =
        new AbstractLogEvent() {
          @Override
          public Message getMessage() {
            throw new IllegalStateException("no message");
          }

          @Override
          public Level getLevel() {
            return Level.INFO;
          }
        };
    long before = failures();
    JsonNode line = told(ObsLayout.newBuilder().build(), unreadable);

    assertThat(line.path("log.level").asText()).isEqualTo("ERROR");
    assertThat(line.path("message").asText()).contains("java.lang.IllegalStateException");
    assertThat(failures()).isEqualTo(before + 1);
  }

  @Test
  void behindTheAsyncAppender_linesTellWhatWasSoWhenTheyWereLogged() throws IOException {
    try (Hosted hosted = hosted()) {
      List<Integer> mutable = new ArrayList<>(List.of(1));
      ThreadContext.put("user", "alice");
      hosted.logger("async").info("list {}", mutable);
      mutable.add(2);
      ThreadContext.put("user", "bob");

      JsonNode line = hosted.line();
      assertThat(line.path("message").asText()).isEqualTo("list [1]");
      assertThat(line.path("user").asText()).isEqualTo("alice");
      assertThat(line.path("process.thread.name").asText())
          .isEqualTo(Thread.currentThread().getName());
    }
  }

  @Test
  void propertiesFile_configuresTheLayout() throws IOException {
    Path file = directory.resolve("properties.json");
    String properties =
        """
        appender.file.type = File
        appender.file.name = FILE
        appender.file.fileName = %s
        appender.file.layout.type = ObsLayout
        appender.file.layout.format = gelf
        appender.file.layout.constants = team=checkout
        rootLogger.level = info
        rootLogger.appenderRef.file.ref = FILE
        """
            .formatted(file.toString().replace('\\', '/'));
    LoggerContext context = new LoggerContext("properties");
    context.start(
        new PropertiesConfigurationFactory()
            .getConfiguration(
                context,
                new ConfigurationSource(
                    new ByteArrayInputStream(properties.getBytes(StandardCharsets.UTF_8)))));
    context.getLogger("a").info("hello");
    context.stop();

    JsonNode line = new ObjectMapper().readTree(Files.readString(file));
    assertThat(line.path("short_message").asText()).isEqualTo("hello");
    assertThat(line.path("_team").asText()).isEqualTo("checkout");
  }

  @Test
  void layout_withoutAConfiguration_makesBytesAndTexts() throws IOException {
    ObsLayout layout = layout(settings -> settings.format("logstash"));
    Log4jLogEvent event =
        Log4jLogEvent.newBuilder()
            .setLoggerName("a")
            .setLevel(Level.INFO)
            .setMessage(new SimpleMessage("hello"))
            .build();

    String line = layout.toSerializable(event);

    assertThat(line).isEqualTo(new String(layout.toByteArray(event), StandardCharsets.UTF_8));
    assertThat(new ObjectMapper().readTree(line).path("message").asText()).isEqualTo("hello");
    assertThat(layout.requiresLocation()).isFalse();
    assertThat(layout(settings -> settings.caller(true)).requiresLocation()).isTrue();
    assertThat(layout.getContentType()).contains("json");
  }
}
