package io.obs4j.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MarkerFactory;

class ObsEncoderTest {

  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  static final Context AROUND =
      Context.root()
          .with(
              Span.wrap(
                  SpanContext.create(
                      TRACE, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault())))
          .with(Baggage.builder().put("tenant", "acme").build());

  @TempDir private Path directory;

  private Hosted hosted(String... settings) {
    return Hosted.writing(directory.resolve("lines.json"), settings);
  }

  private Hosted by(String resource) {
    return Hosted.by(resource, directory.resolve("lines.json"));
  }

  @Test
  void event_isWrittenWithAllThatItTells() throws IOException {
    try (Hosted hosted = hosted();
        Scope scope = AROUND.makeCurrent()) {
      assertThat(scope).isNotNull();
      assertThat(hosted.complaints()).isEmpty();
      hosted.mdc().put("request.id", "r-17");
      Instant before = Instant.now().minusSeconds(1);

      hosted
          .logger("io.acme.Orders")
          .atWarn()
          .addMarker(MarkerFactory.getMarker("PAYMENT"))
          .addKeyValue("order.id", 17)
          .addKeyValue("iban", "DE02120300000000202051")
          .addArgument("alice")
          .addArgument(2.5)
          .log("paid by {}: {} €");

      JsonNode line = hosted.line();
      assertThat(line.path("log.level").asText()).isEqualTo("WARN");
      assertThat(line.path("log.logger").asText()).isEqualTo("io.acme.Orders");
      assertThat(line.path("message").asText()).isEqualTo("paid by alice: 2.5 €");
      assertThat(line.path("order.id").isInt()).isTrue();
      assertThat(line.path("iban").asText()).isEqualTo("***");
      assertThat(line.path("request.id").asText()).isEqualTo("r-17");
      assertThat(line.path("tenant").asText()).isEqualTo("acme");
      assertThat(line.path("tags").path(0).asText()).isEqualTo("PAYMENT");
      assertThat(line.path("service.name").asText()).isEqualTo("orders");
      assertThat(line.path("service.version").asText()).isEqualTo("1.4.2");
      assertThat(line.has("service.environment")).isFalse();
      assertThat(line.path("team").asText()).isEqualTo("checkout");
      assertThat(line.path("region").asText()).isEqualTo("eu");
      assertThat(line.path("trace.id").asText()).isEqualTo(TRACE);
      assertThat(line.path("process.thread.name").asText())
          .isEqualTo(Thread.currentThread().getName());
      assertThat(Instant.parse(line.path("@timestamp").asText()))
          .isBetween(before, Instant.now().plusSeconds(1));
    }
  }

  @Test
  void everyFormat_isChosenByItsName() throws IOException {
    String[] names = {"ecs", "Logstash", "gelf", " GCP ", "otel"};
    String[] messages = {"message", "message", "short_message", "message", "Body"};
    String[] constants = {"team", "team", "_team", "team", "team"};
    for (int i = 0; i < names.length; i++) {
      Path file = directory.resolve(i + ".json");
      try (Hosted hosted = Hosted.writing(file, "format", names[i])) {
        hosted.logger("a").info("hello {}", "you");
        assertThat(hosted.complaints()).isEmpty();
        JsonNode line = hosted.line();
        assertThat(line.path(messages[i]).asText()).as(names[i]).isEqualTo("hello you");
        assertThat(line.path(constants[i]).asText()).as(names[i]).isEqualTo("checkout");
      }
    }
  }

  @Test
  void settingsThatCannotBeUsed_areToldAndLeftAtTheirDefaults() throws IOException {
    try (Hosted hosted = hosted("format", "xml", "lineLimit", "7", "collisions", "explode")) {
      assertThat(String.join("\n", hosted.complaints()))
          .contains("format cannot be 'xml'", "choose one of ecs, logstash, gelf, gcp, otel")
          .contains("lineLimit cannot be '7'", "at least 2048")
          .contains("collisions cannot be 'explode'", "rename, last-wins, drop");

      hosted.logger("a").info("hello");

      assertThat(hosted.line().path("message").asText()).isEqualTo("hello");
    }
  }

  @Test
  void constantThatExcludesAField_isToldOnceAndLeftOut() throws IOException {
    try (Hosted hosted = hosted("nested", "true", "constants", "service=x, region=eu")) {
      assertThat(hosted.complaints()).singleElement().asString().contains("The field service");
      hosted.logger("a").info("hello");

      JsonNode line = hosted.line();
      assertThat(line.path("service").path("name").asText()).isEqualTo("orders");
      assertThat(line.path("region").asText()).isEqualTo("eu");
    }
  }

  @Test
  void nestedAndCollisions_areAsConfigured() throws IOException {
    try (Hosted hosted = hosted("nested", "true", "collisions", "last-wins", "stage", "test")) {
      hosted.mdc().put("user", "alice");
      hosted.logger("a").atInfo().addKeyValue("user", "bob").log("hello");

      JsonNode line = hosted.line();
      assertThat(line.path("log").path("level").asText()).isEqualTo("INFO");
      assertThat(line.path("service").path("environment").asText()).isEqualTo("test");
      assertThat(line.path("user").asText()).isEqualTo("bob");
    }
  }

  @Test
  void throwable_isWrittenAsTheSettingsSay() throws IOException {
    try (Hosted hosted = hosted("rootCauseFirst", "true")) {
      Exception thrown =
          new IllegalStateException("outer", new IOException("password=hunter2 refused"));
      hosted.logger("a").error("failed with {}", 17, thrown);

      JsonNode line = hosted.line();
      assertThat(line.path("message").asText()).isEqualTo("failed with 17");
      assertThat(line.path("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
      assertThat(line.path("error.message").asText()).isEqualTo("outer");
      assertThat(line.path("error.stack_trace").asText())
          .startsWith("java.io.IOException: password=***")
          .contains("Wrapped by: java.lang.IllegalStateException: outer")
          .doesNotContain("at org.junit");
      assertThat(line.toString()).contains("hash").doesNotContain("hunter2");
    }
  }

  @Test
  void levels_haveTheirNames_andAMarkerMakesAnErrorFatal() throws IOException {
    try (Hosted hosted = hosted()) {
      Logger logger = hosted.logger("a");
      logger.trace("m");
      logger.debug("m");
      logger.info("m");
      logger.warn(MarkerFactory.getMarker("FATAL"), "m");
      logger.error("m");
      logger.error(MarkerFactory.getMarker("FATAL"), "m");

      List<String> levels = new ArrayList<>();
      hosted.lines().forEach(line -> levels.add(line.path("log.level").asText()));
      assertThat(levels).containsExactly("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
    }
  }

  @Test
  void caller_isToldIfAskedFor() throws IOException {
    try (Hosted hosted = hosted("caller", "true")) {
      hosted.logger("a").info("hello");

      assertThat(hosted.line().at("/log/origin/function").asText())
          .isEqualTo("caller_isToldIfAskedFor");
    }
  }

  @Test
  void hostileText_staysOneValidLine() throws IOException {
    try (Hosted hosted = hosted("lineLimit", "2048")) {
      String hostile = "\n{\"a\":1}\r\u0000\u2028\uD83D \uDE00 \uD83D\uDE00\" \\ ";
      hosted.mdc().put(hostile, hostile);
      hosted
          .logger(hostile)
          .atInfo()
          .addKeyValue(hostile, hostile)
          .addKeyValue("nan", Double.NaN)
          .addKeyValue("message", "forged")
          .addKeyValue("thrower", new Thrower())
          .log(hostile + "{}", hostile.repeat(200));

      JsonNode line = hosted.line();
      assertThat(line.path("message").asText()).startsWith("\n{\"a\":1}\r\u0000\u2028\uFFFD ");
      assertThat(line.toString().length()).isLessThan(2_048);
    }
  }

  private static final class Thrower {
    @Override
    public String toString() {
      throw new IllegalStateException("no text");
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

      assertThat(hosted.lines())
          .extracting(line -> line.path("message").asText())
          .containsExactly("inner 1", "outer said");
    }
  }

  @Test
  void behindTheAsyncAppender_linesTellWhatWasSoWhenTheyWereLogged() throws IOException {
    try (Hosted hosted = by("/logback-async.xml");
        Scope scope = AROUND.makeCurrent()) {
      assertThat(scope).isNotNull();
      assertThat(hosted.complaints()).isEmpty();
      List<Integer> mutable = new ArrayList<>(List.of(1));
      hosted.mdc().put("user", "alice");
      hosted.logger("a").info("list {}", mutable);
      mutable.add(2);
      hosted.mdc().put("user", "bob");

      JsonNode line = hosted.line();
      assertThat(line.path("message").asText()).isEqualTo("list [1]");
      assertThat(line.path("user").asText()).isEqualTo("alice");
      assertThat(line.path("process.thread.name").asText())
          .isEqualTo(Thread.currentThread().getName());
      assertThat(line.has("trace.id")).isFalse();
      assertThat(line.at("/log/origin").isMissingNode()).isTrue();
    }
  }

  @Test
  void behindOurAsyncAppender_linesKeepSpanAndBaggageToo() throws IOException {
    try (Hosted hosted = by("/logback-obs-async.xml")) {
      assertThat(hosted.complaints()).isEmpty();
      try (Scope scope = AROUND.makeCurrent()) {
        assertThat(scope).isNotNull();
        hosted.logger("a").error("failed", new IOException("x"));
      }

      JsonNode line = hosted.line();
      assertThat(line.path("trace.id").asText()).isEqualTo(TRACE);
      assertThat(line.path("tenant").asText()).isEqualTo("acme");
      assertThat(line.path("error.type").asText()).isEqualTo("java.io.IOException");
    }
  }

  @Test
  void onAThreadWithoutName_onlyItsOwnLinesHaveItsSpan() throws Exception {
    try (Hosted hosted = hosted()) {
      Logger logger = hosted.logger("a");
      LoggingEvent foreign = new LoggingEvent("x", logger, Level.INFO, "foreign", null, null);
      foreign.prepareForDeferredProcessing();
      Thread unnamed =
          new Thread(
              () -> {
                try (Scope scope = AROUND.makeCurrent()) {
                  assertThat(scope).isNotNull();
                  logger.info("own");
                  logger.callAppenders(foreign);
                }
              },
              "");
      unnamed.start();
      unnamed.join();

      List<JsonNode> lines = hosted.lines();
      assertThat(lines).hasSize(2);
      assertThat(lines.get(0).path("trace.id").asText()).isEqualTo(TRACE);
      assertThat(lines.get(1).path("message").asText()).isEqualTo("foreign");
      assertThat(lines.get(1).has("trace.id")).isFalse();
    }
  }

  @Test
  void eventsThatCannotBeRead_areLinesAboutThat() throws IOException {
    ObsEncoder encoder = new ObsEncoder();
    encoder.start();
    for (String failing : List.of("getLevel", "getFormattedMessage", "getTimeStamp")) {
      ILoggingEvent foreign =
          (ILoggingEvent)
              Proxy.newProxyInstance(
                  ILoggingEvent.class.getClassLoader(),
                  new Class<?>[] {ILoggingEvent.class},
                  (proxy, method, arguments) -> {
                    if (method.getName().equals(failing)) {
                      throw new NoClassDefFoundError("of a service that was taken away");
                    }
                    return method.getName().equals("getLevel")
                        ? Level.INFO
                        : method.getReturnType() == long.class
                            ? (Object) 0L
                            : method.getReturnType() == int.class ? (Object) 0 : null;
                  });

      JsonNode line = new ObjectMapper().readTree(encoder.encode(foreign));
      assertThat(line.path("log.level").asText()).as(failing).isEqualTo("ERROR");
      assertThat(line.path("message").asText()).contains("java.lang.NoClassDefFoundError");
    }
  }

  @Test
  void beforeTheStart_nothingIsWritten() {
    ObsEncoder encoder = new ObsEncoder();
    assertThat(encoder.encode(new LoggingEvent())).isEmpty();
    assertThat(encoder.headerBytes()).isEmpty();
    assertThat(encoder.footerBytes()).isEmpty();
  }
}
