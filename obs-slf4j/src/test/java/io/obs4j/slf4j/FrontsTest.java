package io.obs4j.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Scope;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.MemoryHandler;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What is logged by {@code System.Logger} and {@code java.util.logging}. */
class FrontsTest {

  private static final ResourceBundle BUNDLE =
      new ListResourceBundle() {
        @Override
        protected Object[][] getContents() {
          return new Object[][] {{"key", "bonjour {0}"}};
        }
      };

  private static String level(JsonNode line) {
    return line.path("log.level").asText();
  }

  @Test
  void systemLogger_isOurs_alsoThoseOfTheJdk() {
    System.Logger own = System.getLogger("io.acme.System");
    System.Logger jdk = System.getLogger("java.net.http");
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      own.log(Level.INFO, "own");
      jdk.log(Level.WARNING, "jdk");

      assertThat(captured.messages()).containsExactly("own", "jdk");
      assertThat(level(captured.lines().get(1))).isEqualTo("WARN");
      assertThat(captured.lines().get(0).path("log.logger").asText()).isEqualTo("io.acme.System");
    }
  }

  @Test
  void systemLogger_whereTheCallerIsAsked_tellsWhoLogged() {
    System.Logger logger = System.getLogger("io.acme.Callers");
    LineFormat format = LineFormat.ecs().toBuilder().caller(true).build();
    try (Captured captured = Captured.with(builder -> builder.format(format))) {
      logger.log(Level.INFO, "plain");
      logger.log(Level.INFO, () -> "supplied");
      logger.log(Level.INFO, "formatted {0}", 1);
      logger.log(Level.INFO, "thrown", new Exception("boom"));

      assertThat(captured.lines())
          .hasSize(4)
          .allSatisfy(line -> assertThat(line.toString()).contains("\"FrontsTest.java\""));
    }
  }

  @Test
  void systemLogger_formatsAndLocalizes_andSurvivesWhatCannotBe() {
    System.Logger logger = System.getLogger("io.acme.Formats");
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      logger.log(Level.INFO, "{0} and {1}", 1, "two");
      logger.log(Level.INFO, "{not a number} {}", 1);
      logger.log(Level.INFO, BUNDLE, "key", "monde");
      logger.log(Level.INFO, BUNDLE, "unknown", new Exception("boom"));
      logger.log(Level.INFO, () -> "supplied");
      logger.log(Level.INFO, (String) null);
      logger.log(Level.OFF, "never");

      assertThat(captured.messages().subList(0, 5))
          .containsExactly(
              "1 and two", "{not a number} {}", "bonjour monde", "unknown", "supplied");
      assertThat(captured.lines()).hasSize(6);
      assertThat(captured.lines().get(3).path("error.message").asText()).isEqualTo("boom");
    }
  }

  @Test
  void systemLogger_translatesLevels() {
    System.Logger logger = System.getLogger("io.acme.Levels");
    try (Captured captured = Captured.at(LogLevel.DEBUG)) {
      assertThat(logger.isLoggable(Level.ALL)).isFalse();
      assertThat(logger.isLoggable(Level.TRACE)).isFalse();
      assertThat(logger.isLoggable(Level.DEBUG)).isTrue();
      assertThat(logger.isLoggable(Level.OFF)).isFalse();
      logger.log(Level.ERROR, "e");
      assertThat(level(captured.line())).isEqualTo("ERROR");
    }
  }

  @Test
  void handler_leadsJavaUtilLogging() {
    Logger logger = Logger.getLogger("io.acme.Jul");
    ObsHandler handler = new ObsHandler();
    logger.setUseParentHandlers(false);
    logger.setLevel(java.util.logging.Level.ALL);
    logger.addHandler(handler);
    try (Captured captured = Captured.at(LogLevel.TRACE)) {
      for (java.util.logging.Level level :
          new java.util.logging.Level[] {
            java.util.logging.Level.FINEST,
            java.util.logging.Level.FINER,
            java.util.logging.Level.FINE,
            java.util.logging.Level.CONFIG,
            java.util.logging.Level.INFO,
            java.util.logging.Level.WARNING,
            java.util.logging.Level.SEVERE
          }) {
        logger.log(level, "at {0}", level);
      }
      logger.log(java.util.logging.Level.SEVERE, "thrown", new Exception("boom"));
      handler.publish(new LogRecord(java.util.logging.Level.INFO, null));
      handler.publish(null);
      handler.flush();

      assertThat(captured.lines().stream().map(FrontsTest::level))
          .containsExactly(
              "TRACE", "DEBUG", "DEBUG", "INFO", "INFO", "WARN", "ERROR", "ERROR", "INFO");
      assertThat(captured.messages().get(0)).isEqualTo("at FINEST");
      assertThat(captured.lines().get(7).path("error.message").asText()).isEqualTo("boom");
      captured.logging.levels().silence("io.acme");
      logger.severe("silenced");
      assertThat(captured.lines()).hasSize(9);
    } finally {
      logger.removeHandler(handler);
    }
  }

  /** Whatever is asked of it fails. */
  private static final class Failing {

    private final Throwable thrown;

    Failing(Throwable thrown) {
      this.thrown = thrown;
    }

    @Override
    public String toString() {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  private static final Throwable[] THROWN = {
    new NoClassDefFoundError("gone"), new IllegalStateException("x"), new StackOverflowError()
  };

  private static long failures(Captured captured) {
    return captured
        .logging
        .diagnostics()
        .metrics()
        .counter(
            "obs.log.value.failures",
            "{value}",
            "Values of log events that threw when they were asked for their text.",
            Attributes.empty())
        .longValue();
  }

  @Test
  void systemLogger_parametersThatThrow_areNotedAndCounted() {
    System.Logger logger = System.getLogger("io.acme.Failing");
    for (Throwable thrown : THROWN) {
      try (Captured captured = Captured.at(LogLevel.INFO)) {
        logger.log(Level.INFO, "value {0} of {1}, {0}", new Failing(thrown), 2);
        logger.log(Level.INFO, (Object) new Failing(thrown));
        logger.log(Level.INFO, "don't ask", new Failing(thrown));

        assertThat(captured.messages())
            .containsExactly(
                "value [FAILED toString()] of 2, [FAILED toString()]",
                "[FAILED toString()]",
                "don't ask");
        assertThat(failures(captured)).isEqualTo(3);
      }
    }
  }

  @Test
  void systemLogger_objects_areToldAsTheyAre() {
    System.Logger logger = System.getLogger("io.acme.Objects");
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      logger.log(Level.INFO, (Object) 1_234_567);
      logger.log(Level.INFO, (Object) "{0} isn't '{1}'");
      logger.log(Level.DEBUG, new Failing(THROWN[0]));

      assertThat(captured.messages()).containsExactly("1234567", "{0} isn't '{1}'");
      assertThat(failures(captured)).isZero();
    }
  }

  @Test
  void systemLogger_bundleThatThrows_leavesTheKey() {
    ResourceBundle failing =
        new ResourceBundle() {
          @Override
          protected Object handleGetObject(String key) {
            throw new NoClassDefFoundError("gone");
          }

          @Override
          public Enumeration<String> getKeys() {
            return Collections.emptyEnumeration();
          }
        };
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      System.getLogger("io.acme.Bundles").log(Level.INFO, failing, "key {0}", 1);

      assertThat(captured.messages()).containsExactly("key 1");
    }
  }

  @Test
  void handler_parametersThatThrow_areNotedAndCounted() {
    ObsHandler handler = new ObsHandler();
    for (Throwable thrown : THROWN) {
      try (Captured captured = Captured.at(LogLevel.INFO)) {
        LogRecord record = new LogRecord(java.util.logging.Level.INFO, "value {0} of {1}");
        record.setParameters(new Object[] {new Failing(thrown), null});
        handler.publish(record);

        assertThat(captured.messages()).containsExactly("value [FAILED toString()] of null");
        assertThat(failures(captured)).isEqualTo(1);
      }
    }
  }

  @Test
  void handler_numberThatThrows_leavesThePatternAndIsCounted() {
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      LogRecord record = new LogRecord(java.util.logging.Level.INFO, "value {0}");
      record.setParameters(
          new Object[] {
            new AtomicLong() {
              @Override
              public long longValue() {
                throw new NoClassDefFoundError("gone");
              }
            }
          });
      new ObsHandler().publish(record);

      assertThat(captured.messages()).containsExactly("value {0}");
      assertThat(failures(captured)).isEqualTo(1);
    }
  }

  @Test
  void handler_recordOfEarlier_hasItsTime() {
    MDC.put("user", "alice");
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      LogRecord record = new LogRecord(java.util.logging.Level.INFO, "it happened at noon");
      record.setInstant(Instant.parse("2020-01-01T12:00:00.123456Z"));
      MemoryHandler memory = new MemoryHandler(new ObsHandler(), 10, java.util.logging.Level.OFF);
      memory.publish(record);
      memory.push();

      JsonNode line = captured.line();
      assertThat(line.path("@timestamp").asText()).isEqualTo("2020-01-01T12:00:00.123Z");
      assertThat(line.path("process.thread.name").asText())
          .isEqualTo(Thread.currentThread().getName());
      assertThat(line.path("user").asText()).isEqualTo("alice");
    } finally {
      MDC.clear();
    }
  }

  @Test
  void handler_recordOfAnotherThread_hasItsNumberAndNothingOfThisOne() {
    MDC.put("user", "alice");
    LineFormat format = LineFormat.ecs().toBuilder().caller(true).baggage("tenant").build();
    try (Captured captured = Captured.with(builder -> builder.format(format));
        Scope baggage = Baggage.builder().put("tenant", "acme").build().makeCurrent()) {
      assertThat(baggage).isNotNull();
      LogRecord record = new LogRecord(java.util.logging.Level.INFO, "elsewhere");
      record.setLongThreadID(4_711_000_000L);
      Logger logger = Logger.getLogger("io.acme.Elsewhere");
      ObsHandler handler = new ObsHandler();
      logger.setUseParentHandlers(false);
      logger.addHandler(handler);
      logger.log(record);
      logger.removeHandler(handler);

      JsonNode line = captured.line();
      assertThat(line.path("process.thread.name").asText()).isEqualTo("#4711000000");
      assertThat(line.has("user")).isFalse();
      assertThat(line.has("tenant")).isFalse();
      assertThat(line.path("log").has("origin")).isFalse();
    } finally {
      MDC.clear();
    }
  }

  @Test
  void handler_recordThatThrows_isToldToTheErrorManager() {
    List<Exception> told = new ArrayList<>();
    ObsHandler handler = new ObsHandler();
    handler.setErrorManager(
        new ErrorManager() {
          @Override
          public synchronized void error(String message, Exception e, int code) {
            told.add(e);
          }
        });
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      handler.publish(
          new LogRecord(java.util.logging.Level.INFO, "never told") {
            @Override
            public String getMessage() {
              throw new IllegalStateException("no message");
            }
          });

      assertThat(captured.lines()).isEmpty();
      assertThat(told).singleElement().isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void install_takesThePlaceOfTheHandlersOfTheRoot() {
    Logger root = Logger.getLogger("");
    Handler[] before = root.getHandlers();
    try {
      ObsHandler.install();
      assertThat(root.getHandlers()).hasSize(1).hasOnlyElementsOfType(ObsHandler.class);
    } finally {
      for (Handler handler : root.getHandlers()) {
        root.removeHandler(handler);
      }
      for (Handler handler : before) {
        root.addHandler(handler);
      }
    }
  }
}
