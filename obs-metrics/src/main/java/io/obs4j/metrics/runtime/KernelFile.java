package io.obs4j.metrics.runtime;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A small text file that the kernel writes anew whenever it is read, such as {@code
 * /proc/self/stat}, and a cursor that reads words and numbers of one line after another.
 *
 * <p>The buffer is kept from one reading to the next, so that numbers are read without garbage.
 * Whatever is malformed or missing reads as {@link #UNKNOWN} or as an empty word; nothing throws.
 * Not safe for use by several threads at once.
 */
final class KernelFile {

  /** Stands for a number that is missing, malformed, negative or larger than a long. */
  static final long UNKNOWN = -1;

  /** More is not read; what is then a broken last line is left out. */
  static final int LARGEST = 1 << 20;

  private final File file;
  private byte[] bytes = new byte[1024];
  private int end;
  private int lineEnd;
  private int at;

  KernelFile(Path path) {
    file = path.toFile();
  }

  /** The number that is the whole content of the file. */
  long readNumber() {
    return read() && nextLine() ? number() : UNKNOWN;
  }

  /** Reads the file and stands before its first line; whether it could be read. */
  boolean read() {
    end = 0;
    lineEnd = -1;
    at = 0;
    try (FileInputStream in = new FileInputStream(file)) {
      int count;
      while ((count = in.read(bytes, end, bytes.length - end)) > 0) {
        end += count;
        if (end == LARGEST) {
          end = lastLineEnd();
          break;
        }
        if (end == bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.min(2 * end, LARGEST));
        }
      }
      return true;
    } catch (IOException | SecurityException e) {
      end = 0;
      return false;
    }
  }

  /** Moves to the next line; whether there is one. */
  boolean nextLine() {
    if (lineEnd + 1 >= end) {
      at = end;
      lineEnd = end;
      return false;
    }
    at = lineEnd + 1;
    lineEnd = at;
    while (lineEnd < end && bytes[lineEnd] != '\n') {
      lineEnd++;
    }
    return true;
  }

  /** The next word of the line, empty at its end. */
  String word() {
    int start = wordStart();
    at = wordEnd(start);
    return text(start, at);
  }

  /** What is left of the line. */
  String rest() {
    String text = text(at, lineEnd);
    at = lineEnd;
    return text;
  }

  /** Passes over words of the line. */
  void skip(int words) {
    for (int i = 0; i < words; i++) {
      at = wordEnd(wordStart());
    }
  }

  /** Passes over the next word if it is the expected one, which is ASCII. */
  boolean skip(String expected) {
    int start = wordStart();
    int wordEnd = wordEnd(start);
    if (wordEnd - start != expected.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if (bytes[start + i] != expected.charAt(i)) {
        return false;
      }
    }
    at = wordEnd;
    return true;
  }

  /**
   * The line from here to the last occurrence of a character, which is passed over. Without one it
   * is empty, and so is the rest of the line.
   */
  String textBeforeLast(char mark) {
    for (int i = lineEnd - 1; i >= at; i--) {
      if (bytes[i] == mark) {
        String text = text(at, i);
        at = i + 1;
        return text;
      }
    }
    at = lineEnd;
    return "";
  }

  /** The next word of the line as a decimal number without sign. */
  long number() {
    int start = wordStart();
    at = wordEnd(start);
    if (start == at) {
      return UNKNOWN;
    }
    long number = 0;
    for (int i = start; i < at; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        return UNKNOWN;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private int lastLineEnd() {
    int last = end;
    while (last > 0 && bytes[last - 1] != '\n') {
      last--;
    }
    return last;
  }

  private int wordStart() {
    int start = at;
    while (start < lineEnd && isBlank(bytes[start])) {
      start++;
    }
    return start;
  }

  private int wordEnd(int start) {
    int wordEnd = start;
    while (wordEnd < lineEnd && !isBlank(bytes[wordEnd])) {
      wordEnd++;
    }
    return wordEnd;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || character == '\t';
  }
}
