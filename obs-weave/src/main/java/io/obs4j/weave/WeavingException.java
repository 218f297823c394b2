package io.obs4j.weave;

/** Says what cannot be woven: one line for each fault, with file, line, method and remedy. */
public final class WeavingException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  WeavingException(String message) {
    super(message);
  }
}
