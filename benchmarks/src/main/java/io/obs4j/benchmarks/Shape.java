package io.obs4j.benchmarks;

/**
 * What a population consists of: families of a hundred series, three labels each.
 *
 * @param histograms whether they are histograms of eleven bounds, or else counters
 * @param series how many in all
 */
record Shape(boolean histograms, int series) {

  private static final int SERIES_PER_FAMILY = 100;

  static Shape counters(int series) {
    return new Shape(false, series);
  }

  static Shape histograms(int series) {
    return new Shape(true, series);
  }

  /** Reads what {@link #toString} writes. */
  static Shape parse(String text) {
    int underscore = text.indexOf('_');
    return new Shape(
        text.startsWith("histograms"), Integer.parseInt(text.substring(underscore + 1)));
  }

  int families() {
    return (series + SERIES_PER_FAMILY - 1) / SERIES_PER_FAMILY;
  }

  /** The family of a series. */
  int family(int index) {
    return index / SERIES_PER_FAMILY;
  }

  String familyName(int family) {
    return (histograms ? "latency_" : "requests_") + family;
  }

  /** The label values of a series, as new strings: whoever keeps them pays for them. */
  String[] values(int index) {
    return new String[] {
      index % 2 == 0 ? "GET" : "POST", "/api/users/" + index, index % 3 == 0 ? "200" : "404"
    };
  }

  /** Records into a series so that it can be told from the others. */
  void fill(Population population, int index) {
    Population.Writer writer = population.writer(index);
    if (histograms) {
      Latencies latencies = new Latencies();
      for (int i = 0; i <= index % 20; i++) {
        writer.write(latencies.seconds[(index + i) % latencies.seconds.length]);
      }
    } else {
      writer.write(index * 37.0 + 1);
    }
  }

  @Override
  public String toString() {
    return (histograms ? "histograms_" : "counters_") + series;
  }
}
