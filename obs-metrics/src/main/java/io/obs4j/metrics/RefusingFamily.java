package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import java.util.function.Predicate;

/** A family that is denied: all its instruments are the one that records nothing. */
record RefusingFamily<S>(S refusing) implements Family<S> {

  @Override
  public S of(String value1) {
    return refusing;
  }

  @Override
  public S of(String value1, String value2) {
    return refusing;
  }

  @Override
  public S of(String value1, String value2, String value3) {
    return refusing;
  }

  @Override
  public S of(String value1, String value2, String value3, String value4) {
    return refusing;
  }

  @Override
  public S of(String value1, String value2, String value3, String value4, String value5) {
    return refusing;
  }

  @Override
  public S of(String... values) {
    return refusing;
  }

  @Override
  public boolean remove(String... values) {
    return false;
  }

  @Override
  public int removeIf(Predicate<Attributes> condition) {
    return 0;
  }
}
