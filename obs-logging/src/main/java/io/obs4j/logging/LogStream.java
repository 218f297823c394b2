package io.obs4j.logging;

/** What a line is for; each stream has sinks of its own. */
public enum LogStream {
  /** What the program tells of its work. */
  APPLICATION,
  /** One line a request that was served. */
  ACCESS,
  /** Errors, once more, apart from the rest. */
  ERROR,
  /** Who did what: never sampled, never dropped, on disk before the call returns. */
  AUDIT
}
