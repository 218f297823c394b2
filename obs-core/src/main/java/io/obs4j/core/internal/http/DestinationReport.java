package io.obs4j.core.internal.http;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.Outage;
import java.io.IOException;
import java.net.UnknownHostException;

/**
 * Tells once that a destination fails, and once that it is well again: when it has taken in
 * requests for ten seconds without refusing one. A destination that refuses every other request
 * thus costs one line, not two a request. Safe for use by any thread.
 */
public final class DestinationReport {

  private static final int LONGEST_SHOWN = 200;
  private static final String RECORDS = "records for ";
  private static final String TAKES_IN = " takes in what it is sent again.";

  private final Diagnostics diagnostics;
  private final Clock clock;
  private final String fault;
  private final String endpoint;
  private final String server;
  private final String remedy;

  private final Outage outage = new Outage();
  private final Outage unreadable = new Outage();

  /**
   * A report on one destination.
   *
   * @param diagnostics where it is told
   * @param clock tells how long it has been well
   * @param fault the kind of fault
   * @param settings name the endpoint
   * @param remedy what to do if it cannot be reached or does not know what is sent
   */
  public DestinationReport(
      Diagnostics diagnostics, Clock clock, String fault, HttpSettings settings, String remedy) {
    this.diagnostics = diagnostics;
    this.clock = clock;
    this.fault = fault;
    this.endpoint = settings.shown();
    this.server = settings.endpoint().server();
    this.remedy = remedy;
  }

  void succeeded() {
    outage.worked();
    if (outage.hasEnded(clock.nanoTime())) {
      diagnostics.recovered(fault, endpoint, endpoint + TAKES_IN);
      diagnostics.recovered(fault, server, server + TAKES_IN);
    }
  }

  /** It answered something else than that all is well. */
  void refused(HttpAnswer answer, String message) {
    String text = message.strip();
    String shown = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    failed(
        endpoint,
        endpoint
            + " answered "
            + answer.status()
            + (shown.isEmpty() ? "" : " (" + shown + ")")
            + ". "
            + remedy(answer));
  }

  private String remedy(HttpAnswer answer) {
    if (answer.oversized()) {
      return "Its answer is larger than 4 MiB: look at what answers there.";
    }
    return switch (answer.status()) {
      case 401, 403, 407 -> "Send the credentials that it asks for, in a header.";
      case 413 -> "Lower the size of a batch, or let it take in larger requests.";
      case 429, 502, 503, 504 ->
          "It is asked again; if this lasts, give it more capacity or send less.";
      default -> remedy;
    };
  }

  /** It could not be reached, or went away, or did not answer in time. */
  void unreachable(Throwable cause) {
    String message = cause instanceof IOException ? cause.getMessage() : cause.toString();
    String reason =
        cause instanceof UnknownHostException
            ? "its host is unknown"
            : message == null ? cause.getClass().getSimpleName() : message;
    failed(server, "Cannot send to " + endpoint + ": " + reason + ". " + remedy);
  }

  /**
   * Something could not be encoded, which is no fault of the destination.
   *
   * @param what it is, with an article and a capital letter
   * @param cause what it threw
   */
  public void unreadable(String what, Throwable cause) {
    diagnostics.fault(
        fault,
        RECORDS + endpoint,
        what + " for " + endpoint + " cannot be read, and is dropped. Mend what made it.",
        cause);
    unreadable.failed(clock.nanoTime());
  }

  /** All records could be encoded. */
  public void readable() {
    unreadable.worked();
    if (unreadable.hasEnded(clock.nanoTime())) {
      diagnostics.recovered(
          fault, RECORDS + endpoint, "All records for " + endpoint + " can be read again.");
    }
  }

  private void failed(String subject, String message) {
    diagnostics.fault(fault, subject, message);
    outage.failed(clock.nanoTime());
  }
}
