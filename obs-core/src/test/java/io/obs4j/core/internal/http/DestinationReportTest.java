package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.ManualClock;
import io.obs4j.judges.LogLines;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How many lines a destination costs, and what they say. */
class DestinationReportTest {

  private final LogLines log = new LogLines();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(log);
  private final ManualClock clock = ManualClock.at(Instant.EPOCH);
  private final DestinationReport report =
      new DestinationReport(
          diagnostics,
          clock,
          "test.export",
          new HttpSettingsBuilder("http://z/x").build("text/plain"),
          "Look at it.");

  private void answer(int status, String text) {
    ByteBuffer body = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    report.refused(new HttpAnswer(status, "", "", true, false, body), text);
  }

  @Test
  void refusedOrUnreachable_again_isCountedAndToldOnceEach() {
    answer(503, "busy");
    answer(400, "bad");
    report.unreachable(new IOException("gone"));

    assertThat(log.at(Level.WARNING)).hasSize(2).doesNotHaveDuplicates();
    assertThat(diagnostics.faultCount("test.export")).isEqualTo(3);
  }

  @Test
  void succeeded_afterAWhileWithoutFailure_tellsOnce() {
    answer(503, "busy");
    report.succeeded();
    clock.advance(Duration.ofSeconds(9));
    report.succeeded();
    assertThat(log.at(Level.INFO)).isEmpty();

    clock.advance(Duration.ofSeconds(1));
    report.succeeded();
    report.succeeded();
    assertThat(log.at(Level.INFO)).containsExactly("http://z/x takes in what it is sent again.");

    answer(503, "busy");
    assertThat(log.at(Level.WARNING)).hasSize(2);
  }

  @Test
  void unreadable_againAndAgain_isToldOnceForEachTimeItBegins() {
    RuntimeException cause = new IllegalStateException("broken");
    report.unreadable("A record", cause);
    report.unreadable("A record", cause);
    report.readable();
    clock.advance(Duration.ofSeconds(10));
    report.readable();
    report.readable();
    assertThat(log.at(Level.WARNING))
        .singleElement()
        .asString()
        .contains("A record for http://z/x");
    assertThat(log.at(Level.INFO)).containsExactly("All records for http://z/x can be read again.");

    report.unreadable("A record", cause);
    assertThat(log.at(Level.WARNING)).hasSize(2);
  }

  @Test
  void succeeded_withoutFailure_tellsNothing() {
    clock.advance(Duration.ofDays(1));
    report.succeeded();

    assertThat(log.at(Level.INFO)).isEmpty();
  }

  @Test
  void refused_unknownStatus_namesEndpointAnswerAndRemedy() {
    answer(404, " no\nsuch path ");

    assertThat(log.at(Level.WARNING))
        .containsExactly("http://z/x answered 404 (no such path). Look at it.");
  }

  @Test
  void refused_longText_isCut() {
    answer(400, "x".repeat(5_000));

    assertThat(log.at(Level.WARNING))
        .containsExactly("http://z/x answered 400 (" + "x".repeat(200) + "...). Look at it.");
  }

  @Test
  void refused_byStatus_hasARemedyOfItsOwn() {
    answer(401, "");

    assertThat(log.at(Level.WARNING)).singleElement().asString().contains("401. Send the cred");
  }

  @Test
  void unreachable_unknownHost_isSaidInWords() {
    report.unreachable(new UnknownHostException("z"));

    assertThat(log.at(Level.WARNING))
        .containsExactly("Cannot send to http://z/x: its host is unknown. Look at it.");
  }
}
