package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.util.ArrayList;
import java.util.List;

/**
 * A message with placeholders, taken apart by SLF4J's rules: <code>{}</code> is replaced, <code>
 * \{}</code> stands for itself, <code>\\{}</code> is a backslash and a placeholder; none of that
 * holds after the last argument. Immutable.
 */
final class Template {

  /** A piece between two placeholders, as text and as escaped bytes. */
  private static final class Piece {

    final String text;
    final byte[] escaped;

    Piece(String text) {
      this.text = text;
      ByteSink sink = new ByteSink(text.length() + 8);
      JsonString.writeContent(sink, text);
      this.escaped = sink.toByteArray();
    }
  }

  private final String text;

  /** What stands before each placeholder, and after the last if there are arguments to spare. */
  private final Piece[] pieces;

  /** What stands after the last placeholder if no argument is left. */
  private final Piece rest;

  /** Where in the text each placeholder ends. */
  private final int[] ends;

  private Template(String text, Piece[] pieces, Piece rest, int[] ends) {
    this.text = text;
    this.pieces = pieces;
    this.rest = rest;
    this.ends = ends;
  }

  static Template of(String text) {
    List<Piece> pieces = new ArrayList<>();
    int[] ends = new int[text.length() / 2];
    StringBuilder piece = new StringBuilder();
    int from = 0;
    int end = 0;
    for (int at = text.indexOf("{}"); at >= 0; at = text.indexOf("{}", from)) {
      boolean escaped = at > 0 && text.charAt(at - 1) == '\\';
      if (escaped && !(at > 1 && text.charAt(at - 2) == '\\')) {
        piece.append(text, from, at - 1).append('{');
        from = at + 1;
      } else {
        piece.append(text, from, escaped ? at - 1 : at);
        from = at + 2;
        end = from;
        ends[pieces.size()] = end;
        pieces.add(new Piece(piece.toString()));
        piece.setLength(0);
      }
    }
    pieces.add(new Piece(piece.append(text, from, text.length()).toString()));
    return new Template(text, pieces.toArray(new Piece[0]), new Piece(text.substring(end)), ends);
  }

  /** Appends the message of an event, with its arguments. */
  void write(LogEvent event, BoundedText out, ArgumentText arguments) {
    int placeholders = pieces.length - 1;
    int count = event.argumentCount();
    int used = Math.min(count, placeholders);
    for (int i = 0; i < used; i++) {
      out.append(pieces[i].escaped, pieces[i].text);
      arguments.append(event.argument(i));
    }
    if (count > placeholders) {
      out.append(pieces[placeholders].escaped, pieces[placeholders].text);
    } else if (count == placeholders) {
      out.append(rest.escaped, rest.text);
    } else {
      out.append(text, used == 0 ? 0 : ends[used - 1], text.length());
    }
  }
}
