package io.obs4j.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One line of the report.
 *
 * @param question what was asked
 * @param unit of ours and theirs
 * @param ours the median of our side
 * @param peer the other side
 * @param theirs its median
 * @param oursBytes bytes per operation of our side
 * @param theirBytes bytes per operation of the other side
 */
record Ratio(
    String question,
    String unit,
    double ours,
    String peer,
    double theirs,
    double oursBytes,
    double theirBytes) {

  /**
   * The first side, which is ours, beside each other one.
   *
   * @param question what was asked
   * @param unit of the measurements
   * @param sides in order
   */
  static List<Ratio> all(String question, String unit, Map<String, Measurement> sides) {
    Measurement ours = sides.values().iterator().next();
    return sides.entrySet().stream()
        .skip(1)
        .map(
            peer ->
                new Ratio(
                    question,
                    unit,
                    ours.median(),
                    peer.getKey(),
                    peer.getValue().median(),
                    ours.bytes(),
                    peer.getValue().bytes()))
        .toList();
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "ratio %s%s ours=%.2f peer=%s peer_ns=%.2f ratio=%.3f bytes_ours=%.0f bytes_peer=%.0f",
        question,
        unit.equals("ns") ? "" : " unit=" + unit,
        ours,
        peer,
        theirs,
        ours / theirs,
        oursBytes,
        theirBytes);
  }
}
