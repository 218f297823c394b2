package io.obs4j.metrics;

/**
 * A callback that is asked in every walk until this is closed. It is held strongly: keep the
 * registration where the observed object ends before the process does.
 */
@FunctionalInterface
public interface Registration extends AutoCloseable {

  /**
   * Ends the registration: the callback's series are not shown in walks that begin later. A walk
   * that is under way may call it once more. Never blocks; closing again does nothing.
   */
  @Override
  void close();
}
