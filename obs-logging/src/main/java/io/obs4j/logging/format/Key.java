package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.util.ArrayList;
import java.util.List;

/** The key of a member of an event: where it goes in the objects of a format. Immutable. */
final class Key {

  /** A name in an object. */
  static final class Segment {

    final String text;
    final int hash;

    /** The escaped name, with the comma before and the colon after it. */
    final byte[] lead;

    Segment(String text) {
      this.text = text;
      this.hash = text.hashCode();
      this.lead = lead(text);
    }

    /** One of 64 bits, the same for the same name. */
    long bit() {
      return 1L << hash;
    }

    boolean isNamedAs(Segment other) {
      return this == other || (hash == other.hash && text.equals(other.text));
    }
  }

  /** How deep dots nest; those beyond belong to the last name. */
  static final int MOST_SEGMENTS = 16;

  /** Longer names are cut. */
  private static final int LONGEST_NAME = 1_024;

  final String text;

  /** The object of the format that it goes into. */
  final Place home;

  /** The names of the objects in that object that lead to it, and its own. */
  final Segment[] path;

  /** Whether the first name of the path is one of the format. */
  final boolean meets;

  /** What an event must have for that name to be taken. */
  final int meetsNeeds;

  /** Whether its value is not to be shown. */
  final boolean isSecret;

  private Key(
      String text, Place home, Segment[] path, boolean meets, int meetsNeeds, boolean isSecret) {
    this.text = text;
    this.isSecret = isSecret;
    this.home = home;
    this.path = path;
    this.meets = meets;
    this.meetsNeeds = meetsNeeds;
  }

  /** The key that a text stands for, in a place of a format. */
  static Key of(String text, Place start, boolean nested, Secrets secrets) {
    String whole = JsonString.readBack(cut(text));
    List<String> names = nested ? split(whole) : List.of(whole);
    Place home = start;
    int at = 0;
    while (at + 1 < names.size() && home.child(names.get(at)) instanceof Place inner) {
      home = inner;
      at++;
    }
    Segment[] path = new Segment[names.size() - at];
    for (int i = 0; i < path.length; i++) {
      path[i] = new Segment(names.get(at + i));
    }
    Object met = home.child(names.get(at));
    int needs = met instanceof Place.Leaf leaf ? leaf.needs() : 0;
    // Of the text itself: what makes it a secret may be what was cut.
    boolean isSecret = secrets.isSecret(text);
    return new Key(whole, home, path, met != null, needs, isSecret);
  }

  /** The same key with a number at one of its names. */
  Key renamed(int segment, int number) {
    Segment[] renamed = path.clone();
    renamed[segment] = new Segment(path[segment].text + "_" + number);
    boolean met = segment == 0 ? home.child(renamed[0].text) != null : meets;
    return new Key(text, home, renamed, met, segment == 0 ? 0 : meetsNeeds, isSecret);
  }

  /** An escaped name, with the comma before and the colon after it. */
  static byte[] lead(String name) {
    ByteSink sink = new ByteSink(name.length() + 4);
    sink.writeByte(',');
    JsonString.write(sink, name);
    sink.writeByte(':');
    return sink.toByteArray();
  }

  /** Such a name in objects that are within each other; they are not closed. */
  static byte[] lead(List<String> names) {
    ByteSink sink = new ByteSink(64);
    sink.writeBytes(lead(names.get(0)));
    for (String name : names.subList(1, names.size())) {
      sink.writeByte('{');
      byte[] inner = lead(name);
      sink.writeBytes(inner, 1, inner.length - 1);
    }
    return sink.toByteArray();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
  }

  /** The names between the dots; a text with an empty one is not taken apart. */
  static List<String> split(String text) {
    List<String> names = new ArrayList<>(4);
    int from = 0;
    int dot = text.indexOf('.');
    while (dot >= 0 && names.size() < MOST_SEGMENTS - 1) {
      names.add(text.substring(from, dot));
      from = dot + 1;
      dot = text.indexOf('.', from);
    }
    names.add(text.substring(from));
    return names.contains("") ? List.of(text) : names;
  }
}
