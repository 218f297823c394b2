package io.obs4j.metrics;

/** A series of an up-down counter. */
final class UpDownCounterCell extends SumCell implements UpDownCounter {

  /*
   * A sum may be what it was although it was written. So writers leave a mark, and reading the
   * activity takes it away. Both are plain: a mark may be lost to a race, but then the next write
   * leaves another.
   */
  private boolean written;
  private int activities;

  UpDownCounterCell(Place place) {
    super(place);
  }

  @Override
  public void increment() {
    mark();
    addInteger(1);
  }

  @Override
  public void decrement() {
    mark();
    addInteger(-1);
  }

  @Override
  public void add(long amount) {
    mark();
    addInteger(amount);
  }

  @Override
  public void add(double amount) {
    if (Double.isFinite(amount)) {
      mark();
      addFraction(amount);
    } else {
      table.refuse(Refusal.NOT_FINITE);
    }
  }

  private void mark() {
    if (!written) {
      written = true;
    }
  }

  @Override
  long activity() {
    if (written) {
      written = false;
      activities++;
    }
    return activities;
  }
}
