package io.obs4j.logging.sink;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.logging.format.LogLevel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The header that a line gets on its way to a syslog server. Immutable.
 *
 * @param facility from 0 to 23; 1 for user programs, 16 to 23 for local use
 * @param host of the message, or {@code -}
 * @param application of the message, or {@code -}
 * @param process of the message, its id usually, or {@code -}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5424">RFC 5424, The Syslog Protocol</a>
 */
public record Syslog(int facility, String host, String application, String process) {

  /*
   * Header: "<PRI>1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA MSG", the last without
   * the mark of UTF-8: what follows is JSON, which servers parse.
   */

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int FACILITIES = 24;
  private static final int LONGEST_HOST = 255;
  private static final int LONGEST_APPLICATION = 48;
  private static final int LONGEST_PROCESS = 128;
  private static final long NANOS = 1_000_000_000;

  /**
   * Checks the values; what the protocol does not allow in a name becomes an underscore.
   *
   * @param facility from 0 to 23; 1 for user programs, 16 to 23 for local use
   * @param host of the message, or {@code -}
   * @param application of the message, or {@code -}
   * @param process of the message, its id usually, or {@code -}
   * @throws IllegalArgumentException if the facility is out of range
   */
  public Syslog {
    if (facility < 0 || facility >= FACILITIES) {
      throw new IllegalArgumentException("facility " + facility + " must be from 0 to 23");
    }
    host = name(host, LONGEST_HOST);
    application = name(application, LONGEST_APPLICATION);
    process = name(process, LONGEST_PROCESS);
  }

  /**
   * Messages of a user program, from this process.
   *
   * @param application its name
   * @param host that it runs on
   * @return the header
   */
  public static Syslog of(String application, String host) {
    return new Syslog(1, host, application, Long.toString(ProcessHandle.current().pid()));
  }

  /** Printable ASCII without blanks. */
  private static String name(String text, int longest) {
    char[] chars = text.toCharArray();
    int length = Math.min(chars.length, longest);
    for (int i = 0; i < length; i++) {
      if (chars[i] < 33 || chars[i] > 126) {
        chars[i] = '_';
      }
    }
    return length == 0 ? "-" : String.valueOf(chars, 0, length);
  }

  /**
   * Writes a header with the time of a line, in nanoseconds, and the line without its line feed.
   */
  void write(ByteSink out, long time, byte[] bytes, int offset, int length, LogLevel level) {
    out.writeByte('<');
    out.writeLong(facility * 8L + level.syslog());
    out.writeAscii(">1 ");
    out.writeAscii(
        TIMESTAMP.format(
            Instant.ofEpochSecond(Math.floorDiv(time, NANOS), Math.floorMod(time, NANOS))));
    out.writeByte(' ');
    out.writeAscii(host);
    out.writeByte(' ');
    out.writeAscii(application);
    out.writeByte(' ');
    out.writeAscii(process);
    out.writeAscii(" - - ");
    out.writeBytes(bytes, offset, length);
  }
}
