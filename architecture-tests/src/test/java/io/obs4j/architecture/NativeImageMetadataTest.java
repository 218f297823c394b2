package io.obs4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is told to GraalVM about each library, in {@code META-INF/native-image}, is JSON that names
 * what there is, and names the fields that the queues and histograms of others look up.
 */
@AnalyzeClasses(packages = "io.obs4j", importOptions = DoNotIncludeTests.class)
class NativeImageMetadataTest {

  private static final Path ROOT = Path.of("..");
  private static final String FOLDER = "src/main/resources/META-INF/native-image";
  private static final Set<Class<?>> UPDATERS =
      Set.of(
          AtomicIntegerFieldUpdater.class,
          AtomicLongFieldUpdater.class,
          AtomicReferenceFieldUpdater.class);

  /** What an application may lack: it is looked up to find that out. */
  private static final Map<String, Integer> SINCE = Map.of("java.net.http.HttpClient", 21);

  private static final String OPTIONAL = "io.opentelemetry.api.incubator.";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static List<Path> files(String name) throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      List<Path> found = new ArrayList<>();
      for (Path folder : modules.map(module -> module.resolve(FOLDER)).toList()) {
        if (Files.isDirectory(folder)) {
          try (Stream<Path> inside = Files.walk(folder)) {
            inside.filter(file -> file.getFileName().toString().equals(name)).forEach(found::add);
          }
        }
      }
      return found;
    }
  }

  /** The name without the class having to be there: it need not be on this class path. */
  private static boolean isOfModule(Path file, String name) {
    Path module = ROOT.resolve(ROOT.relativize(file).getName(0));
    return Files.exists(module.resolve("src/main/java").resolve(name.replace('.', '/') + ".java"));
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, false, NativeImageMetadataTest.class.getClassLoader());
  }

  /** What an entry names and is not there. */
  private static List<String> missing(JsonNode entry) {
    List<String> missing = new ArrayList<>();
    String name = entry.path("name").asText();
    try {
      Class<?> type = type(name);
      for (JsonNode field : entry.path("fields")) {
        if (Arrays.stream(type.getDeclaredFields())
            .noneMatch(each -> each.getName().equals(field.path("name").asText()))) {
          missing.add(name + '.' + field.path("name").asText());
        }
      }
      if (Runtime.version().feature() >= SINCE.getOrDefault(name, 0)) {
        for (JsonNode method : entry.path("methods")) {
          if (!hasMethod(type, method)) {
            missing.add(name + '.' + method.path("name").asText() + "()");
          }
        }
      }
    } catch (ClassNotFoundException e) {
      if (!name.startsWith(OPTIONAL)) {
        missing.add(name);
      }
    }
    return missing;
  }

  private static boolean hasMethod(Class<?> type, JsonNode method) throws ClassNotFoundException {
    List<Class<?>> parameters = new ArrayList<>();
    for (JsonNode parameter : method.path("parameterTypes")) {
      parameters.add(type(parameter.asText()));
    }
    String name = method.path("name").asText();
    Stream<? extends Executable> all =
        name.equals("<init>")
            ? Arrays.stream(type.getDeclaredConstructors())
            : Arrays.stream(type.getDeclaredMethods()).filter(each -> each.getName().equals(name));
    return all.anyMatch(each -> parameters.equals(List.of(each.getParameterTypes())));
  }

  @Test
  void reflection_namesWhatThereIs() throws Exception {
    assertThat(files("reflect-config.json")).hasSizeGreaterThanOrEqualTo(5);
    for (Path file : files("reflect-config.json")) {
      for (JsonNode entry : JSON.readTree(file.toFile())) {
        String condition = entry.path("condition").path("typeReachable").asText();

        assertThat(entry.properties())
            .as("%s: %s", file, entry)
            .extracting(Map.Entry::getKey)
            .isSubsetOf("condition", "name", "fields", "methods", "allPublicMethods");
        assertThat(missing(entry)).as("%s: %s", file, entry).isEmpty();
        assertThat(isOfModule(file, condition) || type(condition) != null).isTrue();
      }
    }
  }

  @Test
  void resources_areThere() throws Exception {
    assertThat(files("resource-config.json")).isNotEmpty();
    for (Path file : files("resource-config.json")) {
      for (JsonNode entry : JSON.readTree(file.toFile()).path("resources").path("includes")) {
        String pattern = entry.path("pattern").asText();

        assertThat(pattern).startsWith("\\Q").endsWith("\\E");
        assertThat(
                NativeImageMetadataTest.class
                    .getClassLoader()
                    .getResource(pattern.substring(2, pattern.length() - 2)))
            .as(pattern)
            .isNotNull();
      }
    }
  }

  @Test
  void folders_areNamedAfterTheirModules() throws IOException {
    for (String name : List.of("reflect-config.json", "resource-config.json")) {
      for (Path file : files(name)) {
        String module = ROOT.relativize(file).getName(0).toString();

        assertThat(ROOT.resolve(module).resolve(FOLDER).relativize(file))
            .isEqualTo(Path.of("io.obs4j", module, name));
      }
    }
  }

  /** The fields that are named, by their classes. */
  private static Map<String, Set<String>> fields() throws IOException {
    Map<String, Set<String>> fields = new TreeMap<>();
    for (Path file : files("reflect-config.json")) {
      for (JsonNode entry : JSON.readTree(file.toFile())) {
        Set<String> names =
            fields.computeIfAbsent(entry.path("name").asText(), type -> new TreeSet<>());
        entry.path("fields").forEach(field -> names.add(field.path("name").asText()));
      }
    }
    return fields;
  }

  private static boolean isUpdater(Field field) {
    return Modifier.isStatic(field.getModifiers()) && UPDATERS.contains(field.getType());
  }

  /** The classes of others whose updaters look a field up by its name, with how many those are. */
  private static Map<String, Long> updaters(JavaClasses classes) throws ClassNotFoundException {
    Map<String, Long> updaters = new TreeMap<>();
    for (String name : usedOfOthers(classes)) {
      for (Class<?> type = type(name); type != null; type = type.getSuperclass()) {
        long count =
            Arrays.stream(type.getDeclaredFields())
                .filter(NativeImageMetadataTest::isUpdater)
                .count();
        if (count > 0) {
          updaters.put(type.getName(), count);
        }
      }
    }
    return updaters;
  }

  private static Set<String> usedOfOthers(JavaClasses classes) {
    Set<String> used = new TreeSet<>();
    for (JavaClass type : classes) {
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getName())
          .filter(name -> name.startsWith("org.jctools") || name.startsWith("org.HdrHistogram"))
          .forEach(used::add);
    }
    return used;
  }

  @ArchTest
  static void queuesAndHistograms_haveTheirFieldsNamed(JavaClasses classes) throws Exception {
    Map<String, Long> updaters = updaters(classes);
    Map<String, Set<String>> fields = fields();

    assertThat(updaters).hasSizeGreaterThanOrEqualTo(6);
    updaters.forEach(
        (type, count) ->
            assertThat(fields.getOrDefault(type, Set.of()))
                .as("the fields of %s that are updated by name", type)
                .hasSize(Math.toIntExact(count)));
  }

  @Test
  void missing_ofPlantedNames_findsThem() throws Exception {
    JsonNode planted =
        JSON.readTree(
            """
            [{"name": "io.obs4j.Planted"},
             {"name": "io.obs4j.Obs", "fields": [{"name": "planted"}]},
             {"name": "io.obs4j.Obs", "methods": [{"name": "planted", "parameterTypes": []}]},
             {"name": "io.obs4j.Obs", "methods": [{"name": "builder", "parameterTypes": []}]}]
            """);

    List<String> missing = new ArrayList<>();
    planted.forEach(entry -> missing.addAll(missing(entry)));

    assertThat(missing)
        .containsExactly("io.obs4j.Planted", "io.obs4j.Obs.planted", "io.obs4j.Obs.planted()");
  }
}
