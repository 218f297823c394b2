package io.obs4j.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.LogLevel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.DefaultLoggingEvent;
import org.slf4j.event.EventRecordingLogger;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;
import org.slf4j.spi.CallerBoundaryAware;
import org.slf4j.spi.LocationAwareLogger;
import org.slf4j.spi.LoggingEventBuilder;

class ObsLoggerTest {

  private static final Marker FATAL = MarkerFactory.getMarker("FATAL");
  private static final Marker PLAIN = MarkerFactory.getMarker("PLAIN");

  private final Logger logger = LoggerFactory.getLogger("io.acme.Orders");

  private static String level(JsonNode line) {
    return line.path("log.level").asText();
  }

  @Test
  void provider_isTheOneThatSlf4jFinds() {
    assertThat(logger).isInstanceOf(ObsLogger.class);
    assertThat(LoggerFactory.getLogger("io.acme.Orders")).isSameAs(logger);
    assertThat(logger.getName()).isEqualTo("io.acme.Orders");
  }

  @Test
  void replay_findsWhatItCallsByReflection() throws Exception {
    assertThat(Modifier.isPublic(ObsLogger.class.getModifiers())).isTrue();
    assertThat(ObsLogger.class.getMethod("log", LoggingEvent.class)).isNotNull();
  }

  @Test
  void everyMethodOfEveryLevel_writesOneLineOfThatLevel() {
    try (Captured captured = Captured.at(LogLevel.TRACE)) {
      for (Level level : Level.values()) {
        Calls.plain(logger, level);
        Calls.marked(logger, level, PLAIN);
      }

      assertThat(captured.lines()).hasSize(5 * 10);
      int at = 0;
      for (Level level : Level.values()) {
        for (int call = 0; call < 10; call++) {
          assertThat(level(captured.lines().get(at++))).isEqualTo(level.name());
        }
      }
      assertThat(captured.messages().subList(0, 5))
          .containsExactly("m", "a 1", "b 1 2", "c 1 2 3", "t");
    }
  }

  @Test
  void everyMethodOfADisabledLevel_writesNothing() {
    try (Captured captured = Captured.with(builder -> builder.silence("ROOT"))) {
      for (Level level : Level.values()) {
        assertThat(logger.isEnabledForLevel(level)).isFalse();
        Calls.plain(logger, level);
        Calls.marked(logger, level, PLAIN);
        Calls.marked(logger, level, FATAL);
        logger.atLevel(level).addKeyValue("k", "v").log("m");
      }

      assertThat(captured.lines()).isEmpty();
    }
  }

  @Test
  void isEnabled_followsTheLevel() {
    try (Captured captured = Captured.at(LogLevel.WARN)) {
      assertThat(logger.isInfoEnabled()).isFalse();
      assertThat(logger.isInfoEnabled(PLAIN)).isFalse();
      assertThat(logger.isWarnEnabled()).isTrue();
      assertThat(logger.isErrorEnabled(PLAIN)).isTrue();
      captured.logging.levels().set("io.acme", LogLevel.FATAL);
      assertThat(logger.isErrorEnabled()).isFalse();
      assertThat(logger.isErrorEnabled(PLAIN)).isFalse();
      assertThat(logger.isErrorEnabled(FATAL)).isTrue();
      logger.error(FATAL, "the end");
      logger.error(PLAIN, "not the end");
      assertThat(captured.messages()).containsExactly("the end");
    }
  }

  @Test
  void fluentError_whereFatalAloneIsOn_isLoggedIfItIsMarked() {
    try (Captured captured = Captured.at(LogLevel.FATAL)) {
      logger.atError().addMarker(FATAL).log("a");
      logger.atLevel(Level.ERROR).addMarker(FATAL).log("b");
      logger.atError().addMarker(PLAIN).log("c");
      logger.atError().log("d");
      logger.atWarn().addMarker(FATAL).log("e");
      captured.logging.levels().silence("io.acme");
      logger.atError().addMarker(FATAL).log("f");

      assertThat(captured.messages()).containsExactly("a", "b");
    }
  }

  @Test
  void throwable_atTheEndOfTheArguments_isWhatWasThrown() {
    Exception boom = new IllegalStateException("boom");
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      logger.info("a {}", boom);
      logger.info("b {} {}", 1, boom);
      logger.info("c {} {}", 1, 2, boom);
      logger.info("d", boom);
      logger.info("e {}", new Object[] {boom});
      logger.atInfo().log("f {}", 1, boom);
      logger.atInfo().addArgument(boom).log("g");

      assertThat(captured.messages())
          .containsExactly("a {}", "b 1 {}", "c 1 2", "d", "e {}", "f 1", "g");
      assertThat(captured.lines())
          .allSatisfy(line -> assertThat(line.path("error.message").asText()).isEqualTo("boom"));
    }
  }

  @Test
  void nulls_areWritten() {
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      logger.info((String) null);
      logger.info("a {}", (Object) null);
      logger.info("b {}", (Object[]) null);
      logger.info("c", (Throwable) null);
      logger.info((Marker) null, "d");

      assertThat(captured.messages()).contains("a null", "b {}", "c", "d");
      assertThat(captured.lines()).hasSize(5);
    }
  }

  @Test
  void fatal_isAnErrorWithThatMarkerOrOneThatContainsIt() {
    Marker holder = MarkerFactory.getDetachedMarker("HOLDER");
    holder.add(FATAL);
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      logger.error(FATAL, "a");
      logger.error(holder, "b {}", 1);
      logger.atError().addMarker(PLAIN).addMarker(FATAL).log("c");
      logger.warn(FATAL, "d");
      logger.error(PLAIN, "e");

      assertThat(captured.lines().stream().map(ObsLoggerTest::level))
          .containsExactly("FATAL", "FATAL", "FATAL", "WARN", "ERROR");
    }
  }

  @Test
  void fluent_keepsTypesOfKeyValuesAndMarkers() {
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      logger
          .atInfo()
          .addMarker(PLAIN)
          .addKeyValue("order", 17)
          .addKeyValue("paid", true)
          .addKeyValue("who", () -> "alice")
          .setMessage("paid {}")
          .addArgument(12.5)
          .log();

      JsonNode line = captured.line();
      assertThat(line.path("message").asText()).isEqualTo("paid 12.5");
      assertThat(line.path("order").isInt()).isTrue();
      assertThat(line.path("paid").isBoolean()).isTrue();
      assertThat(line.path("who").asText()).isEqualTo("alice");
      assertThat(line.toString()).contains("PLAIN");
    }
  }

  @Test
  void fluent_builderUsedAgain_logsAgain() {
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      LoggingEventBuilder builder = logger.atInfo().addKeyValue("k", 1);
      builder.log("a");
      builder.log("b");
      LoggingEventBuilder abandoned = logger.atInfo().addKeyValue("k", 2);
      assertThat(abandoned).isNotSameAs(builder);

      assertThat(captured.messages()).containsExactly("a", "b");
    }
  }

  @Test
  void caller_whereAsked_isBeyondWhoeverWraps() {
    LineFormat format = LineFormat.ecs().toBuilder().caller(true).build();
    try (Captured captured = Captured.with(builder -> builder.format(format))) {
      logger.info("direct");
      logger.atInfo().log("fluent");
      Bridge.log(logger, "bridged");
      Bridge.logFluently(logger, "bridged fluently");

      assertThat(captured.lines())
          .hasSize(4)
          .allSatisfy(
              line ->
                  assertThat(line.toString())
                      .contains("caller_whereAsked_isBeyondWhoeverWraps")
                      .contains("ObsLoggerTest.java"));
    }
  }

  /** As the bridges of other APIs do. */
  private static final class Bridge {

    static void log(Logger logger, String message) {
      ((LocationAwareLogger) logger)
          .log(null, Bridge.class.getName(), LocationAwareLogger.INFO_INT, message, null, null);
    }

    static void logFluently(Logger logger, String message) {
      LoggingEventBuilder builder = logger.atInfo();
      ((CallerBoundaryAware) builder).setCallerBoundary(Bridge.class.getName());
      builder.log(message);
    }
  }

  @Test
  void bridge_translatesLevelsArgumentsAndThrowables() {
    LocationAwareLogger bridged = (LocationAwareLogger) logger;
    try (Captured captured = Captured.at(LogLevel.DEBUG)) {
      bridged.log(null, "x", LocationAwareLogger.TRACE_INT, "off", null, null);
      bridged.log(PLAIN, "x", LocationAwareLogger.DEBUG_INT, "a {}", new Object[] {1}, null);
      bridged.log(FATAL, "x", LocationAwareLogger.ERROR_INT, "b", null, new Exception("boom"));

      assertThat(captured.messages()).containsExactly("a 1", "b");
      assertThat(level(captured.lines().get(1))).isEqualTo("FATAL");
      assertThat(captured.lines().get(1).path("error.message").asText()).isEqualTo("boom");
    }
  }

  @Test
  void bridge_withAThrowableBesideTheArguments_keepsAllArguments() {
    LocationAwareLogger bridged = (LocationAwareLogger) logger;
    Exception argument = new IllegalStateException("argument");
    Exception thrown = new IllegalStateException("thrown");
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      bridged.log(null, "x", LocationAwareLogger.INFO_INT, "a {}", new Object[] {argument}, thrown);
      bridged.log(null, "x", LocationAwareLogger.INFO_INT, "b {}", new Object[] {1, thrown}, null);

      assertThat(captured.messages())
          .containsExactly("a java.lang.IllegalStateException: argument", "b 1");
      assertThat(captured.lines())
          .allSatisfy(line -> assertThat(line.path("error.message").asText()).isEqualTo("thrown"));
    }
  }

  @Test
  void replay_keepsTheTimeAndThreadOfThen() {
    LinkedBlockingQueue<SubstituteLoggingEvent> queue = new LinkedBlockingQueue<>();
    SubstituteLogger substitute = new SubstituteLogger("io.acme.Early", queue, false);
    EventRecordingLogger recording = new EventRecordingLogger(substitute, queue);
    Thread.currentThread().setName("early");
    recording.info("early {}", 1);
    Thread.currentThread().setName("main");
    SubstituteLoggingEvent event = queue.poll();
    event.setTimeStamp(1_700_000_000_123L);
    substitute.setDelegate(LoggerFactory.getLogger("io.acme.Early"));
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      substitute.log(event);

      JsonNode line = captured.line();
      assertThat(line.path("@timestamp").asText()).startsWith("2023-11-14T22:13:20.123");
      assertThat(line.toString()).contains("\"early\"");
      assertThat(line.path("message").asText()).isEqualTo("early 1");
    }
  }

  @Test
  void event_withNothingInIt_isWritten() {
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      ((ObsLogger) logger).log(new DefaultLoggingEvent(Level.INFO, logger));

      assertThat(captured.lines()).hasSize(1);
    }
  }

  @Test
  void foreignMarker_thatThrows_doesNotReachTheCaller() {
    Marker broken =
        (Marker)
            java.lang.reflect.Proxy.newProxyInstance(
                Marker.class.getClassLoader(),
                new Class<?>[] {Marker.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("broken marker");
                });
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      logger.error(broken, "a");

      assertThat(captured.lines()).hasSize(1);
    }
  }

  @Test
  void nested_fromAToStringThatLogs_isWholeToAnyDepth() {
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      logger.info("depth {} {} {}", 20, new Deep(20), "end");

      assertThat(captured.lines()).hasSize(21);
      assertThat(captured.messages().get(20)).isEqualTo("depth 20 deep20 end");
      assertThat(captured.messages().get(0)).isEqualTo("depth 0 deep0 end");
    }
  }

  private final class Deep {

    private final int depth;

    Deep(int depth) {
      this.depth = depth;
    }

    @Override
    public String toString() {
      if (depth > 0) {
        logger.info("depth {} {} {}", depth - 1, new Deep(depth - 1), "end");
      }
      return "deep" + depth;
    }
  }

  @Test
  void serialized_comesBackAsTheLoggerOfThatName() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(logger);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isSameAs(logger);
    }
  }
}
