package io.obs4j.logging.format;

/**
 * A text of which only so many characters are read, counting those that are read again: an
 * expression that backtracks without end comes to an end.
 */
final class CountedText implements CharSequence {

  private static final int STEPS_A_CHARACTER = 200;
  private static final int FEWEST_STEPS = 20_000;

  /** Told to who searches: the text was read too often. */
  static final class Exhausted extends RuntimeException {

    private static final long serialVersionUID = 1;

    private Exhausted() {
      super("too many steps", null, false, false);
    }
  }

  private final String text;
  private int steps;

  CountedText(String text) {
    this.text = text;
    this.steps = FEWEST_STEPS + STEPS_A_CHARACTER * text.length();
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (--steps < 0) {
      throw new Exhausted();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
