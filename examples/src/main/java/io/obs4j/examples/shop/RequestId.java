package io.obs4j.examples.shop;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a customer can name when he asks what became of his request. */
final class RequestId {

  /** Carries it from service to service, and back to the customer. */
  static final String HEADER = "X-Request-Id";

  /** Its key in the diagnostic context and in log lines. */
  static final String KEY = "request.id";

  private static final Pattern WELL_FORMED = Pattern.compile("[\\w.-]{1,64}");

  private RequestId() {}

  /** The id that came with a request if it is one, and a fresh one if not. */
  static String of(@Nullable String header) {
    return header != null && WELL_FORMED.matcher(header).matches()
        ? header
        : UUID.randomUUID().toString();
  }
}
