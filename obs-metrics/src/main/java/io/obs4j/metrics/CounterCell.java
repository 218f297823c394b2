package io.obs4j.metrics;

/** A series of a counter. */
final class CounterCell extends SumCell implements Counter {

  CounterCell(Place place) {
    super(place);
  }

  @Override
  public void increment() {
    addInteger(1);
  }

  @Override
  public void add(long amount) {
    if (amount < 0) {
      table.refuse(Refusal.NEGATIVE);
    } else {
      addInteger(amount);
    }
  }

  @Override
  public void add(double amount) {
    if (amount >= 0 && amount <= Double.MAX_VALUE) {
      addFraction(amount);
    } else {
      table.refuse(amount < 0 ? Refusal.NEGATIVE : Refusal.NOT_FINITE);
    }
  }
}
