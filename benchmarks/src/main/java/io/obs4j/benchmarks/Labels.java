package io.obs4j.benchmarks;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;

/** The labels of all series, apart from what they are used with: cold JVMs load them too. */
final class Labels {

  static final String[] NAMES = {"method", "route", "status"};
  static final String[] VALUES = {"GET", "/api/users", "200"};

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey(NAMES[0]);
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey(NAMES[1]);
  private static final AttributeKey<String> STATUS = AttributeKey.stringKey(NAMES[2]);

  private Labels() {}

  /** The values of the one series by their labels. */
  static Map<String, String> byName() {
    return Map.of(NAMES[0], VALUES[0], NAMES[1], VALUES[1], NAMES[2], VALUES[2]);
  }

  static Attributes attributes(String... values) {
    return Attributes.of(METHOD, values[0], ROUTE, values[1], STATUS, values[2]);
  }
}
