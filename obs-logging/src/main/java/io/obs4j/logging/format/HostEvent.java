package io.obs4j.logging.format;

/**
 * An event of a host: a flyweight that is laid over it and used again. Not safe for use by several
 * threads at once.
 *
 * @param <E> the events of the host
 */
public interface HostEvent<E> extends LogEvent {

  /**
   * Lays this over an event. Throws whatever the event throws.
   *
   * @param event read until this is {@linkplain #clear cleared}
   */
  void lay(E event);

  /** Forgets the event, also where it could not be read to its end. */
  void clear();
}
