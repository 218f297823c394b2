package io.obs4j.export.prometheus;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request for a page, and its answer, as the server has them that the page is mounted in. Used by
 * one thread.
 */
public interface PageExchange {

  /** The length of a body that nobody knows beforehand: {@value}. */
  long UNKNOWN_LENGTH = -1;

  /**
   * The method of the request.
   *
   * @return such as {@code GET}
   */
  String method();

  /**
   * The query of the URL.
   *
   * @return as it was sent, null if there is none
   */
  @Nullable String query();

  /**
   * A header of the request.
   *
   * @param name whatever the case of its letters
   * @return its values with commas between them, null if there are none
   */
  @Nullable String requestHeader(String name);

  /**
   * Adds a header to the response, right before that begins.
   *
   * @param name of the header, which may be there already
   * @param value of the header
   */
  void addResponseHeader(String name, String value);

  /**
   * Begins the response. For a request of the method {@code HEAD} nothing is written to it.
   *
   * @param status such as 200
   * @param length of the body, or {@link #UNKNOWN_LENGTH}
   * @return where the body goes
   * @throws IOException if the connection is broken
   */
  OutputStream respond(int status, long length) throws IOException;

  /**
   * Ends the response, all of which has been written. Without that it stays incomplete.
   *
   * @throws IOException if the connection is broken
   */
  void complete() throws IOException;
}
