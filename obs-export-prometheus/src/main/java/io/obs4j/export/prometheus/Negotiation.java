package io.obs4j.export.prometheus;

import io.obs4j.export.prometheus.ExpositionFormat.Encoding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a scraper is answered with, from the headers of its request.
 *
 * <p>Each format has the weight of the most specific element that covers it. The heaviest is taken;
 * among equals the one that the header names first, then the plainest. Nothing acceptable, garbage
 * or no header at all means text 0.0.4: a scraper is never turned away.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/content_negotiation/">Prometheus, Content
 *     negotiation</a>
 */
public final class Negotiation {

  private Negotiation() {}

  /**
   * The format for a request.
   *
   * @param accept the value of the header {@code Accept}, null if there is none
   * @return the format
   */
  public static ExpositionFormat format(@Nullable String accept) {
    List<MediaRange> ranges = MediaRange.parse(accept);
    Encoding best = Encoding.TEXT;
    Escaping escaping = Escaping.UNDERSCORES;
    double bestQuality = 0;
    int bestPlace = Integer.MAX_VALUE;
    for (Encoding encoding : Encoding.values()) {
      int place = mostSpecific(ranges, encoding);
      if (place < 0) {
        continue;
      }
      MediaRange range = ranges.get(place);
      if (range.quality() > bestQuality || (range.quality() == bestQuality && place < bestPlace)) {
        if (range.quality() > 0) {
          best = encoding;
          escaping = escaping(range);
          bestQuality = range.quality();
          bestPlace = place;
        }
      }
    }
    return new ExpositionFormat(best, escaping);
  }

  /**
   * Whether the reply may be compressed with gzip.
   *
   * @param acceptEncoding the value of the header {@code Accept-Encoding}, null if there is none
   * @return true if the client takes gzip at least as gladly as no compression
   */
  public static boolean gzip(@Nullable String acceptEncoding) {
    List<MediaRange> codings = MediaRange.parse(acceptEncoding);
    double any = quality(codings, "*", 0);
    double gzip = quality(codings, "gzip", quality(codings, "x-gzip", any));
    return gzip > 0 && gzip >= quality(codings, "identity", 0);
  }

  private static double quality(List<MediaRange> codings, String coding, double absent) {
    for (MediaRange range : codings) {
      if (range.value().equals(coding)) {
        return range.quality();
      }
    }
    return absent;
  }

  private static Escaping escaping(MediaRange range) {
    String parameter = range.parameters().get("escaping");
    Escaping escaping = parameter == null ? null : Escaping.named(parameter);
    return escaping == null ? Escaping.UNDERSCORES : escaping;
  }

  private static int mostSpecific(List<MediaRange> ranges, Encoding encoding) {
    int best = -1;
    int bestRank = 0;
    for (int i = 0; i < ranges.size(); i++) {
      int rank = rank(ranges.get(i), encoding);
      if (rank > bestRank) {
        best = i;
        bestRank = rank;
      }
    }
    return best;
  }

  /** How specifically an element covers an encoding: 0 not at all, 1 by {@code *}{@code /*}. */
  private static int rank(MediaRange range, Encoding encoding) {
    Map<String, String> parameters = range.parameters();
    String version = parameters.get("version");
    return switch (range.value()) {
      case "*/*", "*" -> encoding == Encoding.TEXT_1 || encoding == Encoding.PROTOBUF ? 0 : 1;
      case "text/*" -> encoding == Encoding.TEXT ? 2 : 0;
      case "application/*" -> encoding == Encoding.OPEN_METRICS ? 2 : 0;
      case "text/plain" ->
          switch (encoding) {
            case TEXT -> version == null ? 3 : version.equals("0.0.4") ? 4 : 0;
            case TEXT_1 -> "1.0.0".equals(version) ? 4 : 0;
            case OPEN_METRICS, PROTOBUF -> 0;
          };
      case "application/openmetrics-text" ->
          encoding != Encoding.OPEN_METRICS
              ? 0
              : version == null ? 3 : version.equals("1.0.0") ? 4 : 0;
      case "application/vnd.google.protobuf" ->
          encoding == Encoding.PROTOBUF
                  && "io.prometheus.client.MetricFamily".equals(parameters.get("proto"))
                  && "delimited".equals(parameters.get("encoding"))
              ? 4
              : 0;
      default -> 0;
    };
  }
}
