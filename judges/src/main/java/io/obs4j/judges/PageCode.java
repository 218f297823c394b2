package io.obs4j.judges;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of Java on a page of the documentation, which are to be found in a test's source. */
public final class PageCode {

  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private PageCode() {}

  /**
   * How many blocks there are.
   *
   * @param page the text of a page
   * @return the number of blocks of Java
   */
  public static long blocks(String page) {
    return BLOCK.matcher(page).results().count();
  }

  /**
   * The blocks that no source has, save for indentation and empty lines.
   *
   * @param page the text of a page
   * @param sources where its code is run
   * @return the blocks, as on the page
   * @throws IOException if a source cannot be read
   */
  public static List<String> notIn(String page, Path... sources) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path source : sources) {
      all.append(stripped(Files.readString(source)));
    }
    List<String> missing = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(page); block.find(); ) {
      if (all.indexOf(stripped(block.group(1))) < 0) {
        missing.add(block.group(1));
      }
    }
    return missing;
  }

  /** Without what a page and a class have in different places. */
  private static String stripped(String text) {
    StringBuilder lines = new StringBuilder("\n");
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }
}
