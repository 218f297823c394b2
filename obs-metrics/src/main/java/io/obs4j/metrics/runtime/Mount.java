package io.obs4j.metrics.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of the kernel's table of mounts.
 *
 * @param id of the device, as {@code major:minor}
 * @param root the directory within the file system that is mounted
 * @param point where it is mounted
 * @param readOnly whether it refuses writes
 * @param type of the file system, such as {@code ext4}
 * @param source such as {@code /dev/sda1}
 * @param superOptions of the file system itself
 */
record Mount(
    String id,
    String root,
    String point,
    boolean readOnly,
    String type,
    String source,
    List<String> superOptions) {

  /** Reads proc(5): {@code self/mountinfo}; lines that are malformed are left out. */
  static List<Mount> table(Path root) {
    KernelFile file = new KernelFile(root.resolve("proc/self/mountinfo"));
    List<Mount> mounts = new ArrayList<>();
    file.read();
    while (file.nextLine()) {
      file.skip(2);
      String id = file.word();
      String mounted = unescape(file.word());
      String point = unescape(file.word());
      List<String> options = options(file.word());
      String word = file.word();
      while (!word.isEmpty() && !word.equals("-")) {
        word = file.word();
      }
      String type = file.word();
      String source = unescape(file.word());
      List<String> superOptions = options(file.word());
      if (!type.isEmpty()) {
        boolean readOnly = options.contains("ro") || superOptions.contains("ro");
        mounts.add(new Mount(id, mounted, point, readOnly, type, source, superOptions));
      }
    }
    return mounts;
  }

  private static List<String> options(String list) {
    return List.of(list.split(",", -1));
  }

  /** The kernel writes blanks and backslashes as a backslash and three octal digits. */
  private static String unescape(String text) {
    int escape = text.indexOf('\\');
    if (escape < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '\\' && isOctal(text, i + 1)) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(next);
      }
    }
    return plain.toString();
  }

  private static boolean isOctal(String text, int from) {
    if (from + 3 > text.length()) {
      return false;
    }
    for (int i = from; i < from + 3; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '7') {
        return false;
      }
    }
    return true;
  }
}
