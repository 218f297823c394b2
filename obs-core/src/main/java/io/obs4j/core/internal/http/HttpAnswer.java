package io.obs4j.core.internal.http;

/**
 * What a server said to a request.
 *
 * @param status such as 202
 * @param retryAfter the value of the header, empty if there was none
 * @param reusable whether the connection can take another request
 * @param text the beginning of the body
 */
record HttpAnswer(int status, String retryAfter, boolean reusable, String text) {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int GATEWAY_TIMEOUT = 504;

  /** Whether all was taken in. */
  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Whether the same request may succeed later. */
  boolean isRetryable() {
    return status == TOO_MANY_REQUESTS
        || status == BAD_GATEWAY
        || status == UNAVAILABLE
        || status == GATEWAY_TIMEOUT;
  }
}
