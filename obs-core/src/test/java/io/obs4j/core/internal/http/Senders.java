package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.judges.LogLines;
import io.obs4j.judges.ScriptedServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import javax.net.ServerSocketFactory;

/** Senders of a test, what they log, and the alarms that end what takes them too long. */
final class Senders implements AutoCloseable {

  final LogLines log = new LogLines();
  final Alarms alarms = Alarms.onThread("obs4j-test-alarm");

  HttpSender to(String url) {
    return with(new HttpSettingsBuilder(url));
  }

  HttpSender to(String url, Duration timeout) {
    HttpSettingsBuilder http = new HttpSettingsBuilder(url);
    http.timeout(timeout);
    return with(http);
  }

  HttpSender with(HttpSettingsBuilder http) {
    return with(http, alarms);
  }

  HttpSender with(HttpSettingsBuilder http, Alarms used) {
    return new HttpSender(destination(http, used));
  }

  HttpSender with(HttpSettingsBuilder http, Addresses.Lookup lookup) {
    return new HttpSender(destination(http, alarms), lookup);
  }

  HttpSender with(HttpSettingsBuilder http, AnswerFormat format) {
    return new HttpSender(destination(http, alarms, format));
  }

  HttpDestination destination(HttpSettingsBuilder http, Alarms used) {
    return destination(http, used, AnswerFormat.PLAIN);
  }

  private HttpDestination destination(HttpSettingsBuilder http, Alarms used, AnswerFormat format) {
    HttpSettings settings = http.build("text/plain");
    return new HttpDestination(
        "test",
        settings,
        Retry.DEFAULT,
        format,
        new DestinationReport(
            Diagnostics.loggingTo(log), Clock.system(), "test.export", settings, "Look at it."),
        SendMeter.NONE,
        Clock.system(),
        used);
  }

  /** A server without TLS that does what it wants. */
  static ScriptedServer serving(ScriptedServer.Script script) throws IOException {
    return ScriptedServer.serving(ServerSocketFactory.getDefault(), script);
  }

  /** There was one warning, which says so. */
  void assertTold(String part) {
    assertThat(log.at(Level.WARNING)).singleElement().asString().contains(part);
  }

  static Delivery send(HttpSender sender) throws IOException {
    return send(sender, 4);
  }

  static Delivery send(HttpSender sender, int bytes) throws IOException {
    sender.begin().writeAscii("x".repeat(bytes));
    sender.end();
    return sender.send(1, Long.MAX_VALUE);
  }

  @Override
  public void close() {
    alarms.close();
  }
}
