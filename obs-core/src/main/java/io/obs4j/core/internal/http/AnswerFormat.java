package io.obs4j.core.internal.http;

/** What answers of a destination mean beyond their status. Safe for use by any thread. */
public interface AnswerFormat {

  /** Answers that are plain text. */
  AnswerFormat PLAIN = new AnswerFormat() {};

  /**
   * How many records a destination has not taken in although it answered that all is well.
   *
   * @param answer with a status from 200 to 299
   * @return zero or more
   */
  default int rejected(HttpAnswer answer) {
    return 0;
  }

  /**
   * Why a destination has refused a request.
   *
   * @param answer with any other status
   * @return what to show in the log, empty for nothing
   */
  default String message(HttpAnswer answer) {
    return answer.text();
  }
}
