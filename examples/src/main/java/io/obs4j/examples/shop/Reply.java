package io.obs4j.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The answer to a request: a status of HTTP, and one line that says why. */
record Reply(int status, String reason) {

  static final int OK = 200;
  static final int BAD_REQUEST = 400;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int TOO_LARGE = 413;
  static final int FAILED = 500;
  static final int BAD_GATEWAY = 502;
  static final int UNAVAILABLE = 503;

  boolean isOk() {
    return status == OK;
  }

  /** The answer as JSON, in UTF-8. */
  byte[] body() {
    return ("{\"status\":" + status + ",\"reason\":" + Json.quote(reason) + "}\n").getBytes(UTF_8);
  }
}
