package io.obs4j.examples.shop;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options of a command line, such as {@code --port 8080}. */
final class Options {

  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads options.
   *
   * @param arguments from the second one on: names and values in turn
   * @param known the names that are allowed
   * @throws IllegalArgumentException if one is unknown or lacks its value
   */
  Options(String[] arguments, Set<String> known) {
    for (int i = 1; i < arguments.length; i += 2) {
      String name = arguments[i];
      if (!name.startsWith("--") || !known.contains(name.substring(2))) {
        throw new IllegalArgumentException(
            "unknown option "
                + name
                + "; there are --"
                + String.join(", --", new TreeSet<>(known)));
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      values.put(name.substring(2), arguments[i + 1]);
    }
  }

  int port(String name, int otherwise) {
    return (int) number(name, otherwise, 0, 65_535, Long::parseLong);
  }

  long seed() {
    return (long) number("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE, Long::parseLong);
  }

  double number(String name, double otherwise, double least, double most) {
    return number(name, otherwise, least, most, Double::parseDouble);
  }

  URI uri(String name, int otherwisePort) {
    return URI.create(values.getOrDefault(name, "http://127.0.0.1:" + otherwisePort));
  }

  @Nullable Path path(String name) {
    String text = values.get(name);
    return text == null ? null : Path.of(text);
  }

  private double number(
      String name,
      double otherwise,
      double least,
      double most,
      Function<String, ? extends Number> parser) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      double value = parser.apply(text).doubleValue();
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, like a number that is out of range.
    }
    throw new IllegalArgumentException(
        "--%s is %s, but must be a number from %s to %s"
            .formatted(name, text, plain(least), plain(most)));
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
