package io.obs4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.opentelemetry.api.common.AttributeKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What docs/kubernetes.md tells Kubernetes is YAML, fits together, and is what an Obs takes. */
@Timeout(120)
class KubernetesPageTest {

  private static final Path DOCS = Path.of("../docs");
  private static final Pattern BLOCK =
      Pattern.compile("<!-- (\\w+) -->\n```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("\\b(?:OTEL|OBS)_[A-Z_]*[A-Z]\\b");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\((\\w+)\\)");

  private static String page(String name) throws IOException {
    return Files.readString(DOCS.resolve(name));
  }

  /** The documents of the blocks of one kind, read strictly: no key stands twice. */
  private static List<Map<String, Object>> documents(String kind) throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<Map<String, Object>> documents = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(page("kubernetes.md")); block.find(); ) {
      if (block.group(1).equals(kind)) {
        for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(block.group(2))) {
          documents.add(map(document));
        }
      }
    }
    return documents;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  /** What is there on a way of keys and, of lists, indices. */
  private static Object at(Object node, Object... way) {
    Object found = node;
    for (Object step : way) {
      found = step instanceof Integer index ? ((List<?>) found).get(index) : map(found).get(step);
      assertThat(found).as("%s of %s", step, List.of(way)).isNotNull();
    }
    return found;
  }

  private static Map<String, Object> container() throws IOException {
    return map(at(documents("deployment").get(0), "spec", "template", "spec", "containers", 0));
  }

  /** The variables of the container, with what stands for the fields of a pod. */
  private static Map<String, String> variables() throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Object variable : (List<?>) at(container(), "env")) {
      String name = (String) at(variable, "name");
      Object value = map(variable).get("value");
      String text = value == null ? "of-" + name : resolved((String) value, variables);
      assertThat(variables.put(name, text)).as(name).isNull();
    }
    return variables;
  }

  /** As Kubernetes does it: by what stands above. */
  private static String resolved(String value, Map<String, String> above) {
    return REFERENCE
        .matcher(value)
        .replaceAll(
            reference -> {
              assertThat(above).containsKey(reference.group(1));
              return above.get(reference.group(1));
            });
  }

  @Test
  void deployment_fitsTogether() throws IOException {
    Map<String, Object> deployment = documents("deployment").get(0);
    Object labels = at(deployment, "spec", "template", "metadata", "labels");
    Object ports = at(container(), "ports");

    assertThat(at(deployment, "kind")).isEqualTo("Deployment");
    assertThat(at(deployment, "spec", "selector", "matchLabels")).isEqualTo(labels);
    assertThat(at(ports, 1, "name")).isEqualTo("metrics");
    assertThat(at(ports, 1, "containerPort").toString())
        .isEqualTo(variables().get("OTEL_EXPORTER_PROMETHEUS_PORT"))
        .isEqualTo(
            at(deployment, "spec", "template", "metadata", "annotations", "prometheus.io/port"));
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(at(container(), probe, "httpGet", "port")).isEqualTo("metrics");
      assertThat(page("prometheus.md"))
          .contains("\n| `" + at(container(), probe, "httpGet", "path") + "` |");
    }
  }

  @Test
  void monitors_findThePods() throws IOException {
    Object labels = at(documents("deployment").get(0), "spec", "template", "metadata", "labels");
    List<Map<String, Object>> monitors = documents("monitor");

    assertThat(monitors)
        .extracting(each -> each.get("kind"))
        .containsExactly("PodMonitor", "Service", "ServiceMonitor");
    assertThat(at(monitors.get(0), "spec", "selector", "matchLabels")).isEqualTo(labels);
    assertThat(at(monitors.get(1), "spec", "selector")).isEqualTo(labels);
    assertThat(at(monitors.get(1), "metadata", "labels"))
        .isEqualTo(at(monitors.get(2), "spec", "selector", "matchLabels"));
    assertThat(at(monitors.get(0), "spec", "podMetricsEndpoints", 0, "port")).isEqualTo("metrics");
    assertThat(at(monitors.get(2), "spec", "endpoints", 0, "port"))
        .isEqualTo(at(monitors.get(1), "spec", "ports", 0, "name"));
  }

  /** All is as strict as can be: a value that cannot be used would be thrown. */
  @Test
  void variables_ofTheDeployment_configureAnObs() throws IOException {
    Map<String, String> variables = new LinkedHashMap<>(variables());
    variables.put("OTEL_EXPORTER_PROMETHEUS_PORT", "0");

    try (Obs obs = Obs.builder().environment(variables).exportFromEnvironment().strict().start()) {
      assertThat(obs.resource().attributes().get(AttributeKey.stringKey("service.name")))
          .isEqualTo("orders");
      assertThat(obs.resource().attributes().get(AttributeKey.stringKey("k8s.pod.name")))
          .isEqualTo("of-POD_NAME");
      assertThat(obs.resource().attributes().get(AttributeKey.stringKey("service.instance.id")))
          .isEqualTo("of-POD_UID");
      assertThat(
              obs.resource()
                  .attributes()
                  .get(AttributeKey.stringKey("deployment.environment.name")))
          .isEqualTo("production");
    }
  }

  private static Set<String> unknown(String page) throws IOException {
    String configuration = page("configuration.md");
    Set<String> names =
        VARIABLE
            .matcher(page)
            .results()
            .map(found -> found.group())
            .collect(Collectors.toCollection(TreeSet::new));
    names.removeIf(name -> configuration.contains("\n| `" + name + "` |"));
    return names;
  }

  @Test
  void variables_ofThePage_areThoseOfTheConfiguration() throws IOException {
    assertThat(unknown(page("kubernetes.md"))).isEmpty();
    assertThat(unknown("`OTEL_PLANTED` and OBS_PLANTED=true"))
        .containsExactly("OBS_PLANTED", "OTEL_PLANTED");
  }
}
