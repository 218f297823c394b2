package io.obs4j.tracing;

import org.jspecify.annotations.Nullable;

/** The bottom of a log: all that was recorded before, folded. */
final class Folded extends Entry {

  /** Nothing recorded yet. */
  static final Folded NOTHING = new Folded(new Fold(SpanLimits.NONE));

  private final Fold fold;

  Folded(Fold fold) {
    super(0);
    this.fold = fold;
  }

  Fold fold() {
    return fold;
  }

  @Override
  int folded() {
    return fold.bytes();
  }

  @Override
  void replay(Fold next) {
    throw new AssertionError("A fold begins with it.");
  }

  @Override
  @Nullable Object own(String key) {
    return fold.attribute(key);
  }
}
