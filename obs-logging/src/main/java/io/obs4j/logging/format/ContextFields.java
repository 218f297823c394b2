package io.obs4j.logging.format;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mapped diagnostic context of one thread at one moment: keys with values, in a stable order.
 */
public interface ContextFields {

  /** Without any field. */
  ContextFields NONE = of(Map.of());

  /**
   * How many fields there are.
   *
   * @return zero or more
   */
  int size();

  /**
   * The key of a field.
   *
   * @param index from 0 to below {@link #size()}
   * @return unlike any other
   */
  String key(int index);

  /**
   * The value of a field.
   *
   * @param index from 0 to below {@link #size()}
   * @return the value
   */
  String value(int index);

  /**
   * Where encoders keep what they have made of these fields, so that it is made once.
   *
   * @return always the same; null, unless told otherwise, for fields that may change
   */
  default @Nullable EncodedContext encoded() {
    return null;
  }

  /**
   * The fields of a map.
   *
   * @param map not changed afterwards
   * @return its entries, in the order of the map
   */
  static ContextFields of(Map<String, String> map) {
    return MapFields.of(map);
  }
}
