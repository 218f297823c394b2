package io.obs4j.export.prometheus;

import io.obs4j.core.internal.ByteSink;
import java.util.Map;

/** Names, labels and help as the text formats write them. */
final class TextEscapes {

  private TextEscapes() {}

  /** A name as it stands in a header, in quotes if it needs them. */
  static void name(ByteSink sink, String name) {
    if (Escaping.isPlain(name, true)) {
      sink.writeAscii(name);
    } else {
      quoted(sink, name);
    }
  }

  /** Labels with commas between them. */
  static void labels(ByteSink sink, Map<String, String> labels) {
    boolean first = true;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (!first) {
        sink.writeByte(',');
      }
      first = false;
      label(sink, label.getKey(), label.getValue());
    }
  }

  static void label(ByteSink sink, String name, String value) {
    if (Escaping.isPlain(name, false)) {
      sink.writeAscii(name);
    } else {
      quoted(sink, name);
    }
    sink.writeByte('=');
    quoted(sink, value);
  }

  static void quoted(ByteSink sink, String text) {
    sink.writeByte('"');
    escaped(sink, text, true);
    sink.writeByte('"');
  }

  static void escaped(ByteSink sink, String text, boolean quotes) {
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (c == '\n') {
        sink.writeAscii("\\n");
        i++;
      } else if (c == '\\' || (c == '"' && quotes)) {
        sink.writeByte('\\');
        sink.writeByte(c);
        i++;
      } else {
        i += sink.writeCharacter(text, i);
      }
    }
  }
}
