package io.obs4j.core.internal.http;

import io.obs4j.core.internal.ByteSink;
import java.util.List;

/**
 * Writes records as the bodies of requests. Used by one thread at a time.
 *
 * @param <T> the kind of record
 */
@FunctionalInterface
public interface BodyEncoder<T> {

  /**
   * Writes as many records as one request should carry, at least one.
   *
   * @param records what is to be sent
   * @param from the index of the first record of the request
   * @param body written to, empty
   * @return the index behind the last record of the request
   */
  int encode(List<T> records, int from, ByteSink body);

  /**
   * What the records have thrown that the last body leaves out since they cannot be encoded.
   *
   * @return one for each such record, until the next body is encoded
   */
  default List<Throwable> leftOut() {
    return List.of();
  }
}
