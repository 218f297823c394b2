package io.obs4j.export.otlp;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.Outage;
import io.obs4j.core.internal.http.AnswerFormat;
import io.obs4j.core.internal.http.HttpAnswer;

/**
 * What answers of a destination tell beyond their status: which records it did not take in, and
 * why. Told once when that begins, and once when it has taken in all for ten seconds. Safe for use
 * by any thread.
 */
final class OtlpAnswers implements AnswerFormat {

  private static final String FAULT_REJECTED = "otlp.rejected";
  private static final String FAULT_WARNING = "otlp.warning";
  private static final int LONGEST_SHOWN = 200;

  private final Diagnostics diagnostics;
  private final Clock clock;
  private final String endpoint;
  private final OtlpProtocol protocol;
  private final Outage rejections = new Outage();
  private final Outage warnings = new Outage();

  OtlpAnswers(Diagnostics diagnostics, Clock clock, String endpoint, OtlpProtocol protocol) {
    this.diagnostics = diagnostics;
    this.clock = clock;
    this.endpoint = endpoint;
    this.protocol = protocol;
  }

  /** A destination answers as it was asked, unless it says otherwise. */
  private OtlpProtocol protocol(HttpAnswer answer) {
    String type = answer.contentType();
    return type.startsWith("application/json")
        ? OtlpProtocol.JSON
        : type.startsWith("application/x-protobuf") ? OtlpProtocol.PROTOBUF : protocol;
  }

  @Override
  public int rejected(HttpAnswer answer) {
    PartialSuccess partial = ResponseReader.partialSuccess(answer.body(), protocol(answer));
    if (partial.rejected() > 0) {
      diagnostics.fault(
          FAULT_REJECTED,
          endpoint,
          endpoint
              + " took a request in without "
              + partial.rejected()
              + " of its records"
              + shown(partial.message())
              + ". They are not sent again. Look at its limits, and at what they hold.");
      rejections.failed(clock.nanoTime());
      return (int) Math.min(partial.rejected(), Integer.MAX_VALUE);
    }
    if (partial.message().isEmpty()) {
      warnings.worked();
      if (warnings.hasEnded(clock.nanoTime())) {
        diagnostics.recovered(
            FAULT_WARNING, endpoint, endpoint + " takes records in without a warning again.");
      }
    } else {
      diagnostics.fault(
          FAULT_WARNING,
          endpoint,
          endpoint + " took all records in, with a warning" + shown(partial.message()) + ".");
      warnings.failed(clock.nanoTime());
    }
    rejections.worked();
    if (rejections.hasEnded(clock.nanoTime())) {
      diagnostics.recovered(FAULT_REJECTED, endpoint, endpoint + " takes in all records again.");
    }
    return 0;
  }

  private static String shown(String message) {
    String text = message.strip();
    return text.isEmpty()
        ? ""
        : ": " + (text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...");
  }

  @Override
  public String message(HttpAnswer answer) {
    String type = answer.contentType();
    if (type.startsWith("text/")) {
      return answer.text();
    }
    String message = ResponseReader.statusMessage(answer.body(), protocol(answer));
    return message.isEmpty() && !type.startsWith("application/x-protobuf")
        ? answer.text()
        : message;
  }
}
