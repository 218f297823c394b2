package io.obs4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.logback.ObsEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the assistance of editors knows of properties is what there is. */
class ConfigurationMetadataTest {

  private static final Pattern VARIABLE =
      Pattern.compile("^\\| `((?:OTEL|OBS)_[A-Z_]+)` \\|", Pattern.MULTILINE);
  private static final Pattern PROPERTY =
      Pattern.compile("\"name\": \"([a-z0-9.-]+)\",\\s*\"type\"", Pattern.MULTILINE);
  private static final Pattern LITERAL =
      Pattern.compile("\"(obs\\.[a-z.-]+[a-z])\"", Pattern.MULTILINE);

  /** Of a logging that Logback does not ask. */
  private static final List<String> ELSEWHERE = List.of("obs.mdc.inherit");

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static List<String> properties() throws IOException {
    try (InputStream metadata =
        Objects.requireNonNull(
            ObsAutoConfiguration.class.getResourceAsStream(
                "/META-INF/spring-configuration-metadata.json"))) {
      return found(PROPERTY, new String(metadata.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void variables_thatAreDocumented_areProperties() throws IOException {
    List<String> variables =
        found(VARIABLE, Files.readString(Path.of("../docs/configuration.md"))).stream()
            .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '.'))
            .filter(name -> !ELSEWHERE.contains(name))
            .toList();

    assertThat(variables).hasSizeGreaterThan(50);
    assertThat(properties()).containsAll(variables).doesNotHaveDuplicates();
  }

  @Test
  void settings_ofTheEncoder_areProperties() throws IOException {
    List<String> settings =
        Stream.of(ObsEncoder.class.getDeclaredMethods())
            .map(method -> method.getName())
            .filter(name -> name.startsWith("set"))
            .map(name -> name.substring(3).replaceAll("(?<=[a-z])(?=[A-Z])", "-"))
            .map(name -> "obs.log." + name.toLowerCase(Locale.ROOT))
            .toList();

    assertThat(settings).contains("obs.log.format", "obs.log.masked-keys");
    assertThat(properties()).containsAll(settings);
  }

  @Test
  void properties_thatAreAskedFor_areTold() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      String all =
          sources
              .filter(Files::isRegularFile)
              .map(ConfigurationMetadataTest::read)
              .collect(Collectors.joining());
      assertThat(found(LITERAL, all)).contains("obs.global");
      assertThat(properties())
          .containsAll(
              found(LITERAL, all).stream()
                  .filter(name -> !name.equals("obs.log"))
                  .filter(name -> !name.equals(SpringVariables.INSTANCE))
                  .toList());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
