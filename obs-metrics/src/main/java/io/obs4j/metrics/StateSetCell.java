package io.obs4j.metrics;

import io.obs4j.core.MetricVisitor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/** A series of a state set: one bit for each state, changed together. Lock-free. */
final class StateSetCell extends Cell implements StateSet {

  private static final VarHandle ON;

  static {
    try {
      ON = MethodHandles.lookup().findVarHandle(StateSetCell.class, "on", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final List<String> names;
  private volatile long on;
  private volatile boolean closed;
  private int writes;

  StateSetCell(Place place, List<String> names) {
    super(place);
    this.names = names;
  }

  @Override
  public void set(String state, boolean isOn) {
    long bit = bit(state);
    if (isOn) {
      ON.getAndBitwiseOr(this, bit);
    } else {
      ON.getAndBitwiseAnd(this, ~bit);
    }
  }

  @Override
  public void only(String state) {
    long bit = bit(state);
    if (bit != 0) {
      on = bit;
    }
  }

  /** The bit of a state; none if the write is refused. */
  private long bit(String state) {
    int index = names.indexOf(state);
    if (index < 0 || closed) {
      table.refuse(index < 0 ? Refusal.STATE : Refusal.REMOVED);
      return 0;
    }
    writes++;
    return 1L << index;
  }

  @Override
  void accept(MetricVisitor visitor, Readings readings) {
    visitor.stateSet(this, readings.states.set(names, on));
  }

  @Override
  long activity() {
    return writes;
  }

  @Override
  void close() {
    closed = true;
  }
}
