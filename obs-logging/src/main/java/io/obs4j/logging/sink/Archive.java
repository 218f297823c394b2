package io.obs4j.logging.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files that were rotated away, beside the one that is written to: {@code app.log} becomes
 * {@code app-2026-11-22.1.log}, then {@code app-2026-11-22.1.log.gz}. Not safe for use by several
 * threads, but for {@link #next}.
 */
final class Archive {

  /*
   * What there is to do is read off the directory, so what a process left undone when it was killed
   * is done by the next. A compressed file is complete before it gets its name, and on the disk with
   * it before the plain one, which somebody may have waited for the disk for, is deleted.
   */

  private static final String GZIP = ".gz";
  private static final String UNFINISHED = ".gz.part";
  private static final String DAY = "0000-00-00";
  private static final String HOUR = "0000-00-00-00";
  private static final String NUMBER = "000000000000";
  private static final int BUFFER = 64 * 1024;

  private final Path directory;
  private final String stem;
  private final String extension;
  private final boolean gzip;
  private final Retention retention;
  private final Disk disk;

  /** A file of the archive; the later, the greater. */
  private record Member(Path path, String label, long number, String ending) {}

  Archive(Path file, boolean gzip, Retention retention, Disk disk) {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    String name = String.valueOf(absolute.getFileName());
    int dot = name.lastIndexOf('.');
    this.directory = parent == null ? absolute : parent;
    this.stem = (dot > 0 ? name.substring(0, dot) : name) + "-";
    this.extension = dot > 0 ? name.substring(dot) : "";
    this.gzip = gzip;
    this.retention = retention;
    this.disk = disk;
  }

  /** A name that is free, for the file of a period; after all names of that period. */
  Path next(String label) throws IOException {
    long last = 0;
    for (Member member : members()) {
      if (member.label.equals(label)) {
        last = Math.max(last, member.number);
      }
    }
    return directory.resolve(stem + label + "." + (last + 1) + extension);
  }

  /** Deletes what is not kept, and compresses the rest. */
  void tidy(long nowMillis) throws IOException {
    List<Member> kept = retain(nowMillis);
    for (Member member : kept) {
      if (gzip && member.ending.isEmpty()) {
        compress(member.path);
      }
    }
  }

  private List<Member> retain(long nowMillis) throws IOException {
    List<Member> members = members();
    members.sort(Comparator.comparing(Member::label).thenComparingLong(Member::number).reversed());
    List<Member> kept = new ArrayList<>();
    long bytes = 0;
    for (Member member : members) {
      if (member.ending.equals(UNFINISHED)) {
        Files.deleteIfExists(member.path);
        continue;
      }
      bytes += Files.size(member.path);
      FileTime youngest = Files.getLastModifiedTime(member.path);
      if (kept.size() >= retention.files()
          || bytes > retention.bytes()
          || nowMillis - youngest.toMillis() > retention.age().toMillis()) {
        Files.deleteIfExists(member.path);
      } else {
        kept.add(member);
      }
    }
    return kept;
  }

  private void compress(Path plain) throws IOException {
    Path unfinished = plain.resolveSibling(plain.getFileName() + UNFINISHED);
    Path finished = plain.resolveSibling(plain.getFileName() + GZIP);
    try {
      Files.deleteIfExists(unfinished);
      Permissions.create(unfinished, Permissions.of(plain));
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished), BUFFER)) {
        Files.copy(plain, out);
      }
      Files.setLastModifiedTime(unfinished, Files.getLastModifiedTime(plain));
      disk.forceFile(unfinished);
      Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
      disk.forceDirectory(directory);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.delete(plain);
  }

  private List<Member> members() throws IOException {
    List<Member> members = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Member member = member(file);
        if (member != null) {
          members.add(member);
        }
      }
    }
    return members;
  }

  /** Null if it is none of ours. */
  private @Nullable Member member(Path file) {
    String name = String.valueOf(file.getFileName());
    String ending = name.endsWith(UNFINISHED) ? UNFINISHED : name.endsWith(GZIP) ? GZIP : "";
    String plain = name.substring(0, name.length() - ending.length());
    if (!plain.startsWith(stem)
        || !plain.endsWith(extension)
        || plain.length() < stem.length() + extension.length()) {
      return null;
    }
    String middle = plain.substring(stem.length(), plain.length() - extension.length());
    int dot = middle.lastIndexOf('.');
    String label = middle.substring(0, Math.max(0, dot));
    String number = middle.substring(dot + 1);
    boolean ours =
        (label.length() == DAY.length() || label.length() == HOUR.length())
            && fits(label, HOUR)
            && !number.isEmpty()
            && fits(number, NUMBER);
    return ours ? new Member(file, label, Long.parseLong(number), ending) : null;
  }

  /** Whether there is a digit for each digit: nobody else's file must be deleted. */
  private static boolean fits(String text, String pattern) {
    if (text.length() > pattern.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (pattern.charAt(i) == '0' ? c < '0' || c > '9' : c != pattern.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
