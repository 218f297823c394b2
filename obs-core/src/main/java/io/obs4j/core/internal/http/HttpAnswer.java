package io.obs4j.core.internal.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a server said to a request.
 *
 * @param status such as 202
 * @param retryAfter the value of the header, empty if there was none
 * @param contentType the value of the header, empty if there was none
 * @param reusable whether the connection can take another request
 * @param oversized whether the body was larger than may be, and is empty here
 * @param body not compressed any more; cut off where the server did so
 */
public record HttpAnswer(
    int status,
    String retryAfter,
    String contentType,
    boolean reusable,
    boolean oversized,
    ByteBuffer body) {

  private static final int LONGEST_TEXT = 4 * 1024;

  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int GATEWAY_TIMEOUT = 504;

  /**
   * Whether the request was taken in.
   *
   * @return true for a status from 200 to 299
   */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** The same answer, after which the connection can take no further request. */
  HttpAnswer last() {
    return new HttpAnswer(status, retryAfter, contentType, false, oversized, body);
  }

  /** Whether the server has waited for a request for too long, and says so before it closes. */
  boolean isTiredOfWaiting() {
    return status == REQUEST_TIMEOUT;
  }

  /** Whether the same request may succeed later. */
  boolean isRetryable() {
    return !oversized
        && (status == TOO_MANY_REQUESTS
            || status == BAD_GATEWAY
            || status == UNAVAILABLE
            || status == GATEWAY_TIMEOUT);
  }

  /**
   * The beginning of the body.
   *
   * @return at most 4,096 bytes of it, read as UTF-8
   */
  public String text() {
    ByteBuffer beginning = body.slice(0, Math.min(body.remaining(), LONGEST_TEXT));
    return StandardCharsets.UTF_8.decode(beginning).toString();
  }
}
