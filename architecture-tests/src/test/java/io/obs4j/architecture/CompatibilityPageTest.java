package io.obs4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The versions of which docs/compatibility.md tells are those that the build has. */
class CompatibilityPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern VERSION = Pattern.compile("\\b\\d+[.]\\d+[.]\\d+(?:-alpha)?");

  private static String build() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      StringBuilder all = new StringBuilder(Files.readString(ROOT.resolve("pom.xml")));
      for (Path pom : modules.map(module -> module.resolve("pom.xml")).toList()) {
        if (Files.exists(pom)) {
          all.append(Files.readString(pom));
        }
      }
      return all.toString();
    }
  }

  /** The versions of a page that stand in no element of the build, such as of a property. */
  private static Set<String> unknown(String page, String build) {
    Set<String> versions =
        VERSION
            .matcher(page)
            .results()
            .map(found -> found.group())
            .collect(Collectors.toCollection(TreeSet::new));
    versions.removeIf(
        version ->
            build.contains('>' + version + '<')
                || build.contains('>' + version.replace("-alpha", "") + '<')
                || build.contains('>' + version + "-alpha<"));
    return versions;
  }

  @Test
  void versions_areThoseOfTheBuild() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/compatibility.md"));

    assertThat(VERSION.matcher(page).results()).hasSizeGreaterThan(20);
    assertThat(unknown(page, build())).isEmpty();
    assertThat(unknown("1.67.0 and 99.1.2", build())).containsExactly("99.1.2");
  }
}
