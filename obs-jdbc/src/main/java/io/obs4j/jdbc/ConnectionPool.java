package io.obs4j.jdbc;

/**
 * A pool of connections, as its metrics ask for it. Each method answers at once, on any thread.
 *
 * @see HikariPool
 */
public interface ConnectionPool {

  /**
   * What tells it from others.
   *
   * @return one of few, the value of a label
   */
  String name();

  /**
   * How many connections are lent at the moment.
   *
   * @return a number from 0
   */
  int used();

  /**
   * How many connections wait to be lent.
   *
   * @return a number from 0
   */
  int idle();

  /**
   * How many threads wait for a connection.
   *
   * @return a number from 0
   */
  int pending();

  /**
   * How many connections there may be.
   *
   * @return a number from 0
   */
  int max();

  /**
   * How many connections are to be idle at the least.
   *
   * @return a number from 0
   */
  int minIdle();
}
