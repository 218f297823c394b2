package io.obs4j.logging.sink;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A syslog message, as the grammar of RFC 5424 has it. */
record SyslogMessage(
    int facility,
    int severity,
    Instant time,
    String host,
    String application,
    String process,
    String text) {

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "<(0|[1-9][0-9]{0,2})>1"
              + " ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{1,6}Z)"
              + " ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) - - (.*)",
          Pattern.DOTALL);

  static SyslogMessage read(byte[] bytes) {
    Matcher matcher = GRAMMAR.matcher(new String(bytes, StandardCharsets.UTF_8));
    if (!matcher.matches()) {
      throw new AssertionError("not RFC 5424: " + new String(bytes, StandardCharsets.UTF_8));
    }
    int priority = Integer.parseInt(matcher.group(1));
    return new SyslogMessage(
        priority / 8,
        priority % 8,
        Instant.parse(matcher.group(2)),
        matcher.group(3),
        matcher.group(4),
        matcher.group(5),
        matcher.group(6));
  }

  /** Messages with their lengths in front, as RFC 6587 has them. */
  static List<SyslogMessage> readCounted(byte[] bytes) {
    List<SyslogMessage> messages = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int length = 0;
      for (; bytes[at] != ' '; at++) {
        length = 10 * length + Character.digit(bytes[at], 10);
      }
      at++;
      byte[] message = new byte[length];
      System.arraycopy(bytes, at, message, 0, length);
      messages.add(read(message));
      at += length;
    }
    return messages;
  }
}
