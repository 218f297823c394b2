package io.obs4j.metrics;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A series of a counter. */
final class CounterCell extends SumCell implements Counter {

  CounterCell(Place place) {
    super(place);
  }

  /** Why a counter does not take an integer, or null if it does. */
  static @Nullable Refusal objectionTo(long amount) {
    return amount < 0 ? Refusal.NEGATIVE : null;
  }

  /** Why a counter does not take a number, or null if it does. */
  static @Nullable Refusal objectionTo(double amount) {
    if (amount >= 0 && amount <= Double.MAX_VALUE) {
      return null;
    }
    return amount < 0 ? Refusal.NEGATIVE : Refusal.NOT_FINITE;
  }

  @Override
  public void increment() {
    addInteger(1, null);
  }

  @Override
  public void add(long amount) {
    add(amount, null);
  }

  @Override
  public void add(double amount) {
    add(amount, null);
  }

  void add(long amount, @Nullable Context context) {
    Refusal objection = objectionTo(amount);
    if (objection == null) {
      addInteger(amount, context);
    } else {
      table.refuse(objection);
    }
  }

  void add(double amount, @Nullable Context context) {
    Refusal objection = objectionTo(amount);
    if (objection == null) {
      addFraction(amount, context);
    } else {
      table.refuse(objection);
    }
  }
}
