package io.obs4j.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.LogLevel;
import java.lang.System.Logger.Level;
import java.util.ListResourceBundle;
import java.util.ResourceBundle;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

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
