package io.obs4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/small-runtimes.md have a row of each library that belongs there. */
class SmallRuntimesPageTest {

  private static final Path ROOT = Path.of("..");
  private static final String METADATA = "META-INF/native-image";
  private static final String NATIVE_IMAGES = "\n## GraalVM native images\n";
  private static final Pattern MODULE = Pattern.compile("<module>(obs[a-z0-9-]*)</module>");
  private static final Pattern ROW = Pattern.compile("(?m)^[|] `(obs[a-z0-9-]*)` [|]");

  private static Set<String> named(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> libraries() throws IOException {
    Set<String> libraries = named(MODULE, Files.readString(ROOT.resolve("pom.xml")));
    assertThat(libraries).hasSizeGreaterThan(15).contains("obs", "obs-jdbc");
    libraries.remove("obs-bom"); // Has no jar.
    return libraries;
  }

  /** The part of the page on images of the JDK, and that on native ones. */
  private static List<String> parts() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/small-runtimes.md"));
    assertThat(page).containsOnlyOnce(NATIVE_IMAGES);
    return List.of(page.split(NATIVE_IMAGES, 2));
  }

  /** Written by hand, or by a processor when the library was compiled. */
  private static boolean hasMetadata(String library) {
    return Stream.of("src/main/resources", "target/classes")
        .anyMatch(
            folder -> Files.isDirectory(ROOT.resolve(library).resolve(folder).resolve(METADATA)));
  }

  @Test
  void jdkModules_areToldOfEachLibrary() throws IOException {
    assertThat(named(ROW, parts().get(0))).isEqualTo(libraries());
  }

  @Test
  void metadata_isToldOfEachLibraryThatHasSome() throws IOException {
    Set<String> telling = libraries();
    telling.removeIf(library -> !hasMetadata(library));

    assertThat(named(ROW, parts().get(1))).isEqualTo(telling).contains("obs-kafka", "obs-log4j2");
  }

  @Test
  void rows_ofAPlantedPage_lackWhatIsLeftOut() {
    String page =
        "| library | needs |\n|---|---|\n| `obs` | `java.base` |\nof `obs-jdbc` nothing\n";

    assertThat(named(ROW, page)).containsExactly("obs");
  }
}
