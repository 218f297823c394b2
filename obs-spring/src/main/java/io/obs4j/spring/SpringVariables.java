package io.obs4j.spring;

import io.obs4j.core.Resource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * What Spring's environment says under the names of the variables of obs4j: {@code
 * otel.service.name} in {@code application.properties} is {@code OTEL_SERVICE_NAME}. Of several
 * sources the one counts that Spring ranks highest, so that a variable of the process wins over a
 * file, and an argument of the command line over both.
 *
 * <p>Sources that cannot tell what they have are left out.
 */
final class SpringVariables {

  /** The property that tells this run of an application from others, set as it starts. */
  static final String INSTANCE = "obs.service-instance-id";

  private static final String RESOURCE = "OTEL_RESOURCE_ATTRIBUTES";

  private SpringVariables() {}

  /**
   * The variables, those of the process among them.
   *
   * @return by name; new
   */
  static Map<String, String> of(ConfigurableEnvironment environment) {
    Map<String, String> found = new HashMap<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> known) {
        of(known, environment).forEach(found::putIfAbsent);
      }
    }
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.putAll(found);
    variables.put(RESOURCE, defaults(environment) + variables.getOrDefault(RESOURCE, ""));
    return variables;
  }

  private static Map<String, String> of(
      EnumerablePropertySource<?> source, ConfigurableEnvironment environment) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String property : source.getPropertyNames()) {
      String variable = variable(property);
      Object value = variable == null ? null : source.getProperty(property);
      if (variable != null && value != null) {
        String text = environment.resolvePlaceholders(value.toString());
        variables.merge(variable, text, (first, second) -> first + ',' + second);
      }
    }
    return variables;
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
      String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
      attributes.append(key).append('=').append(encoded).append(',');
    }
  }
}
