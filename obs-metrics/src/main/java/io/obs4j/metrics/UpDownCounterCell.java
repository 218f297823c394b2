package io.obs4j.metrics;

/** A series of an up-down counter. */
final class UpDownCounterCell extends SumCell implements UpDownCounter {

  UpDownCounterCell(Place place) {
    super(place);
  }

  @Override
  public void increment() {
    addInteger(1);
  }

  @Override
  public void decrement() {
    addInteger(-1);
  }

  @Override
  public void add(long amount) {
    addInteger(amount);
  }

  @Override
  public void add(double amount) {
    if (Double.isFinite(amount)) {
      addFraction(amount);
    } else {
      table.refuse(Refusal.NOT_FINITE);
    }
  }
}
