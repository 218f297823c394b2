package io.obs4j.jdbc;

import java.sql.SQLException;
import java.sql.Wrapper;

/** How one finds through what is observed to what the driver made. */
final class Wrapped {

  private Wrapped() {}

  /** An object of a type: what is observed, or what is within, or what is within that. */
  static <T> T unwrap(Class<T> type, Wrapper observed, Wrapper within) throws SQLException {
    if (type.isInstance(observed)) {
      return type.cast(observed);
    }
    return type.isInstance(within) ? type.cast(within) : within.unwrap(type);
  }

  static boolean isWrapperFor(Class<?> type, Wrapper observed, Wrapper within) throws SQLException {
    return type.isInstance(observed) || type.isInstance(within) || within.isWrapperFor(type);
  }
}
