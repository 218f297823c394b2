package io.obs4j.metrics;

import io.obs4j.core.Exemplar;
import io.obs4j.core.NumberReading;
import org.jspecify.annotations.Nullable;

/** The number that a walk shows to the visitor at the moment. */
final class NumberFlyweight implements NumberReading {

  private boolean integral;
  private long integer;
  private double fraction;
  private @Nullable Exemplar exemplar;

  NumberFlyweight set(long value, @Nullable Exemplar recent) {
    integral = true;
    integer = value;
    exemplar = recent;
    return this;
  }

  NumberFlyweight set(double value, @Nullable Exemplar recent) {
    integral = false;
    fraction = value;
    exemplar = recent;
    return this;
  }

  @Override
  public boolean isLong() {
    return integral;
  }

  @Override
  public long longValue() {
    return integral ? integer : (long) fraction;
  }

  @Override
  public double doubleValue() {
    return integral ? integer : fraction;
  }

  @Override
  public @Nullable Exemplar exemplar() {
    return exemplar;
  }
}
