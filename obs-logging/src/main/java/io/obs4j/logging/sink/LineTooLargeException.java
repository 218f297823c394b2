package io.obs4j.logging.sink;

import java.io.IOException;

/** A line does not fit into what is sent; others may. */
final class LineTooLargeException extends IOException {

  private static final long serialVersionUID = 1L;

  LineTooLargeException(String message) {
    super(message);
  }
}
