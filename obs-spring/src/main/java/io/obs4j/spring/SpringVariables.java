package io.obs4j.spring;

import io.obs4j.core.Resource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * What Spring's environment says under the names of the variables of obs4j: {@code
 * otel.service.name} in {@code application.properties} is {@code OTEL_SERVICE_NAME}. Of several
 * sources the one counts that Spring ranks highest, so that a variable of the process wins over a
 * file, and an argument of the command line over both. Lists are joined; what is {@code key=value}
 * may be a map too, such as {@code otel.resource.attributes.team=red}, to which each source adds.
 *
 * <p>Sources that cannot tell what they have are left out.
 */
final class SpringVariables {

  /** The property that tells this run of an application from others, set as it starts. */
  static final String INSTANCE = "obs.service-instance-id";

  private static final String RESOURCE = "OTEL_RESOURCE_ATTRIBUTES";

  private static final String CONSTANTS = "obs.log.constants";

  /** What may be maps. */
  private static final List<String> MAPS =
      List.of(
          CONSTANTS,
          "obs.log.levels",
          "otel.exporter.otlp.headers",
          "otel.exporter.otlp.logs.headers",
          "otel.exporter.otlp.metrics.headers",
          "otel.exporter.otlp.traces.headers",
          "otel.resource.attributes");

  private final ConfigurableEnvironment environment;
  private final Map<String, String> found = new HashMap<>();
  private final Set<String> said = new HashSet<>();

  private SpringVariables(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /**
   * The variables, those of the process among them.
   *
   * @return by name; new
   */
  static Map<String, String> of(ConfigurableEnvironment environment) {
    SpringVariables all = new SpringVariables(environment);
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> known) {
        all.add(known);
      }
    }
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.putAll(all.found);
    variables.put(RESOURCE, defaults(environment) + variables.getOrDefault(RESOURCE, ""));
    return variables;
  }

  /** Sources come by their rank: of two equal keys in a list the later one counts. */
  private void add(EnumerablePropertySource<?> source) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> entries = new LinkedHashMap<>();
    for (String property : source.getPropertyNames()) {
      String map = map(property);
      String variable = variable(map == null ? property : map);
      Object value = variable == null ? null : source.getProperty(property);
      if (variable != null && value != null) {
        String text = environment.resolvePlaceholders(value.toString());
        if (map == null) {
          values.merge(variable, text, SpringVariables::joined);
        } else {
          entries.merge(variable, entry(map, property, text), SpringVariables::joined);
        }
      }
    }
    values.forEach(this::addValue);
    entries.forEach((variable, text) -> found.merge(variable, text, SpringVariables::behind));
  }

  /** Of several values the first one counts, whole, and what is ranked above adds to it. */
  private void addValue(String variable, String text) {
    if (said.add(variable)) {
      found.merge(variable, text, SpringVariables::behind);
    }
  }

  private static String joined(String first, String second) {
    return first + ',' + second;
  }

  private static String behind(String ranked, String lower) {
    return joined(lower, ranked);
  }

  /** The map of which a property is an entry; null if it is none. A number is a list's. */
  private static @Nullable String map(String property) {
    for (String map : MAPS) {
      int end = map.length();
      if (property.length() > end + 1 && property.regionMatches(true, 0, map, 0, end)) {
        char next = property.charAt(end);
        if (next == '.' || (next == '[' && !Character.isDigit(property.charAt(end + 1)))) {
          return map;
        }
      }
    }
    return null;
  }

  /** Keys that Spring would read otherwise are in brackets. */
  private static String entry(String map, String property, String value) {
    String rest = property.substring(map.length());
    boolean bracketed = rest.startsWith("[") && rest.endsWith("]");
    String key = bracketed ? rest.substring(1, rest.length() - 1) : rest.substring(1);
    return map.equals(CONSTANTS) ? key + '=' + value : encoded(key) + '=' + encoded(value);
  }

  /** The variable that a property is, or of whose list it is a member; null if it is none. */
  private static @Nullable String variable(String property) {
    int index = property.indexOf('[');
    String name =
        (index < 0 ? property : property.substring(0, index))
            .toUpperCase(Locale.ROOT)
            .replace('.', '_')
            .replace('-', '_');
    return name.startsWith("OTEL_") || name.startsWith("OBS_") ? name : null;
  }

  /** What Spring knows of the service comes first: of two equal keys the later one counts. */
  private static String defaults(ConfigurableEnvironment environment) {
    StringBuilder defaults = new StringBuilder();
    add(defaults, Resource.SERVICE_NAME.getKey(), environment, "spring.application.name");
    add(defaults, "service.namespace", environment, "spring.application.group");
    add(defaults, "service.version", environment, "spring.application.version");
    add(defaults, Resource.SERVICE_INSTANCE_ID.getKey(), environment, INSTANCE);
    return defaults.toString();
  }

  private static void add(
      StringBuilder attributes, String key, ConfigurableEnvironment environment, String property) {
    String value = environment.getProperty(property);
    if (value != null && !value.isBlank()) {
      attributes.append(key).append('=').append(encoded(value)).append(',');
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
