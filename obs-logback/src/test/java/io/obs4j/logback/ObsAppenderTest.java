package io.obs4j.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.obs4j.core.LogRecord;
import io.obs4j.core.RecordSource;
import io.obs4j.logging.GlobalLogging;
import io.obs4j.logging.Logging;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MarkerFactory;

class ObsAppenderTest {

  private final KeptLines lines = new KeptLines();
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Logging logging = Logging.builder().level(LogLevel.ERROR).sink(lines).build();

  @TempDir private Path directory;
  private Hosted hosted;
  private Logger logger;
  private RecordSource.Subscription subscription;

  @BeforeEach
  void open() {
    assertThat(GlobalLogging.attach(logging)).isTrue();
    subscription = logging.records().subscribe(records::add);
    hosted = Hosted.by("/logback-appender.xml", directory.resolve("unused"));
    assertThat(hosted.complaints()).isEmpty();
    logger = hosted.logger("io.acme.Orders");
  }

  @AfterEach
  void close() {
    hosted.close();
    subscription.close();
    GlobalLogging.detach(logging);
    logging.close();
  }

  @Test
  void event_reachesSinksAndExporters_whateverOurLevels() {
    try (Scope scope = ObsEncoderTest.AROUND.makeCurrent()) {
      assertThat(scope).isNotNull();
      hosted.mdc().put("user", "alice");
      logger.atInfo().addKeyValue("order.id", 17).addArgument(2).log("paid {}");
    }

    assertThat(lines.all()).singleElement().asString().contains("\"message\":\"paid 2\"");
    LogRecord record = records.get(0);
    assertThat(record.severity()).isEqualTo(Severity.INFO);
    assertThat(record.body().asString()).isEqualTo("paid 2");
    assertThat(record.scope().name()).isEqualTo("io.acme.Orders");
    assertThat(record.attributes().get(AttributeKey.longKey("order.id"))).isEqualTo(17);
    assertThat(record.traceIdLow()).isEqualTo(0x8448eb211c80319cL);
  }

  @Test
  void context_isTheEvents_whateverIsLoggedSince() {
    hosted.mdc().put("user", "alice");
    logger.info("first");
    hosted.mdc().put("user", "bob");
    logger.info("second");
    hosted.mdc().clear();

    assertThat(records).extracting(ObsAppenderTest::user).containsExactly("alice", "bob");
  }

  @Test
  void context_readWhileAnotherEventIsLogged_isTheEvents() {
    hosted.mdc().put("user", "alice");
    logger.info("first");
    List<String> read = new ArrayList<>();
    Object reader =
        new Object() {
          @Override
          public String toString() {
            read.add(user(records.get(0)));
            return "reader";
          }
        };
    hosted.mdc().put("user", "mallory");
    logger.info("second {}", reader);

    assertThat(read).isNotEmpty().containsOnly("alice");
  }

  private static String user(LogRecord record) {
    return record.attributes().get(AttributeKey.stringKey("user"));
  }

  @Test
  void fatalMarker_isFatalToExporters() {
    logger.error(MarkerFactory.getMarker("FATAL"), "gone", new IllegalStateException("x"));

    assertThat(records.get(0).severity()).isEqualTo(Severity.FATAL);
    assertThat(records.get(0).attributes().get(AttributeKey.stringKey("exception.type")))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void levelOfLogback_decides() {
    hosted.logger("io.acme.quiet").info("not told");

    assertThat(lines.all()).isEmpty();
  }

  @Test
  void filter_decides() {
    Filter<ILoggingEvent> filter =
        new Filter<>() {
          @Override
          public FilterReply decide(ILoggingEvent event) {
            return event.getMessage().startsWith("secret") ? FilterReply.DENY : FilterReply.NEUTRAL;
          }
        };
    hosted.logger("ROOT").getAppender("OBS").addFilter(filter);

    logger.info("secret");
    logger.info("open");

    assertThat(lines.all()).singleElement().asString().contains("open");
  }

  @Test
  void argumentThatLogs_isNotLost() {
    Object talkative =
        new Object() {
          @Override
          public String toString() {
            logger.warn("inner");
            return "said";
          }
        };
    logger.warn("outer {}", talkative);

    assertThat(lines.all()).hasSize(2);
    assertThat(lines.all().get(0)).contains("\"inner\"");
    assertThat(lines.all().get(1)).contains("outer said");
    assertThat(records).extracting(each -> each.body().asString()).contains("outer said");
  }

  @Test
  void appenderThatWasNotStarted_hasNoEffect() {
    new ObsAppender().doAppend(new LoggingEvent());

    assertThat(lines.all()).isEmpty();
  }

  @Test
  void eventThatCannotBeRead_isToldInTheStatus() {
    hosted.logger("ROOT").getAppender("OBS").doAppend(new LoggingEvent());

    assertThat(hosted.complaints()).singleElement().asString().contains("is lost");
  }
}
