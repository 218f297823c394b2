package io.obs4j.logging.format;

import io.obs4j.core.Resource;
import io.obs4j.core.internal.AnyValueText;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.logging.format.Fields.Entry;
import io.obs4j.logging.format.LogField.Content;
import io.obs4j.logging.format.LogField.Needs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A format made ready for a resource: the steps that write a line, and the objects that the members
 * of events go into. Immutable.
 */
final class Layout {

  /** A field and where it stands. */
  private record Leaf(String name, Object what, int needs) {}

  /** An object while the layout is made: what is in it by name, in order. */
  private static final class Node {

    final Place place;
    final Map<String, Object> children = new LinkedHashMap<>();

    Node(Place place) {
      this.place = place;
    }
  }

  /** A piece of what is constant for a logger and level: bytes, or a field. */
  private static final class Piece {

    final byte[] bytes;
    final @Nullable LogField field;

    Piece(byte[] bytes, @Nullable LogField field) {
      this.bytes = bytes;
      this.field = field;
    }
  }

  /** A name that nothing else may have. */
  private static final Leaf RESERVED = new Leaf("", "", Needs.NOTHING);

  /** Servers give it to each message. */
  private static final String GELF_ID = "_id";

  private final LineFormat format;
  private final Resource resource;
  private final List<Place> places = new ArrayList<>();
  private final Map<LogField, Place> groups = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<List<Piece>> runs = new ArrayList<>();
  private int fixed;

  private Layout(LineFormat format, Resource resource) {
    this.format = format;
    this.resource = resource;
  }

  /**
   * Lays a format out.
   *
   * @throws IllegalArgumentException if the format contradicts itself
   */
  static Layout of(LineFormat format, Resource resource) {
    Layout layout = new Layout(format, resource);
    Node root = layout.node(null);
    layout.reserve(root, format.cutField);
    if (format.keys == KeyStyle.GELF) {
      layout.reserve(root, GELF_ID);
    }
    layout.put(root, format.fields);
    root.children.values().removeIf(child -> child == RESERVED);
    layout.addSteps(root, new byte[0]);
    return layout;
  }

  Step[] steps() {
    return steps.toArray(new Step[0]);
  }

  /** How many objects there are. */
  int places() {
    return places.size();
  }

  /** Where the members of a group go, or null if they are left out. */
  @Nullable Place placeOf(LogField group) {
    return groups.get(group);
  }

  /** What a line takes whose values are empty, at most. */
  int fixed() {
    return fixed;
  }

  /** Whether any step needs one of these. */
  boolean needs(int needs) {
    for (Step step : steps) {
      if ((step.needs & needs) != 0) {
        return true;
      }
    }
    return false;
  }

  private void reserve(Node node, String name) {
    node.children.put(name, RESERVED);
    node.place.put(name, new Place.Leaf(Needs.NOTHING));
  }

  private Node node(@Nullable Place parent) {
    Place place = new Place(places.size(), parent);
    places.add(place);
    return new Node(place);
  }

  private void put(Node node, Fields fields) {
    for (LogField group : fields.groups) {
      if (group == LogField.RESOURCE) {
        continue;
      }
      if (groups.put(group, node.place) != null) {
        throw new IllegalArgumentException(
            group + " stands in two places of the format. Take it out of one of them.");
      }
    }
    for (Entry entry : fields.entries) {
      put(node, entry);
    }
    if (fields.groups.contains(LogField.RESOURCE)) {
      resource
          .attributes()
          .forEach((key, value) -> putIfFree(node, new Leaf(key.getKey(), value, Needs.NOTHING)));
    }
  }

  private void put(Node node, Entry entry) {
    switch (entry.kind()) {
      case OBJECT -> put(inner(node, entry.name()), (Fields) entry.what());
      case CONSTANT -> put(node, new Leaf(entry.name(), entry.what(), Needs.NOTHING));
      case FIELD -> {
        LogField field = (LogField) entry.what();
        if (isWanted(field)) {
          put(node, new Leaf(entry.name(), field, field.needs));
        }
      }
      case RESOURCE -> {
        Object value = attribute((String) entry.what());
        if (value != null || node.children.get(entry.name()) == RESERVED) {
          put(node, new Leaf(entry.name(), value == null ? "" : value, Needs.NOTHING));
        }
      }
    }
  }

  private boolean isWanted(LogField field) {
    return field == LogField.STACK_HASH
        ? format.stackTraces.hashed
        : format.caller || (field.needs & Needs.OF_CALLER) == 0;
  }

  private @Nullable Object attribute(String name) {
    Object[] found = new Object[1];
    resource
        .attributes()
        .forEach(
            (key, value) -> {
              if (key.getKey().equals(name)) {
                found[0] = value;
              }
            });
    return found[0];
  }

  private void put(Node node, Leaf leaf) {
    if (!putIfFree(node, leaf)) {
      throw new IllegalArgumentException(
          "The field "
              + leaf.name
              + " cannot stand beside another one of its name."
              + " Rename one of them, or do not nest dotted keys.");
    }
  }

  private boolean putIfFree(Node start, Leaf leaf) {
    List<String> names = format.nested ? Key.split(leaf.name) : List.of(leaf.name);
    Node node = start;
    for (String name : names.subList(0, names.size() - 1)) {
      Object child = node.children.get(name);
      if (child instanceof Leaf) {
        return false;
      }
      node = inner(node, name);
    }
    String last = names.get(names.size() - 1);
    if (node.children.putIfAbsent(last, leaf) != null) {
      return false;
    }
    node.place.put(last, new Place.Leaf(leaf.needs));
    node.place.holds(leaf.needs);
    return true;
  }

  private Node inner(Node node, String name) {
    Object child = node.children.get(name);
    if (child instanceof Node inner) {
      return inner;
    }
    if (child != null) {
      throw new IllegalArgumentException(
          "The object " + name + " cannot stand beside a field of its name. Rename one of them.");
    }
    Node inner = node(node.place);
    node.children.put(name, inner);
    node.place.put(name, inner.place);
    return inner;
  }

  private void addSteps(Node node, byte[] lead) {
    int open = steps.size();
    steps.add(Step.open(lead, node.place, open));
    fixed += lead.length + 2;
    List<Piece> run = null;
    for (Map.Entry<String, Object> child : node.children.entrySet()) {
      byte[] own = Key.lead(child.getKey());
      if (child.getValue() instanceof Node inner) {
        run = null;
        addSteps(inner, own);
      } else if (child.getValue() instanceof Leaf leaf && isByLogger(leaf)) {
        run = run == null ? newRun() : run;
        addTo(run, leaf, own);
      } else if (child.getValue() instanceof Leaf leaf) {
        run = null;
        steps.add(Step.value(own, leaf.name, leaf.needs, (LogField) leaf.what));
        fixed += own.length + LineEncoder.FIXED_VALUE;
      }
    }
    steps.set(open, Step.open(lead, node.place, steps.size()));
    steps.add(Step.close(node.place));
  }

  private List<Piece> newRun() {
    List<Piece> run = new ArrayList<>();
    steps.add(Step.run(runs.size()));
    runs.add(run);
    return run;
  }

  private static boolean isByLogger(Leaf leaf) {
    return !(leaf.what instanceof LogField field) || field.content == Content.BY_LOGGER;
  }

  private void addTo(List<Piece> run, Leaf leaf, byte[] lead) {
    run.add(new Piece(lead, null));
    if (leaf.what instanceof LogField field) {
      run.add(new Piece(new byte[0], field));
      fixed += lead.length + (field == LogField.LOGGER ? LoggerText.LONGEST : 12);
    } else {
      byte[] value = constant(leaf.what);
      run.add(new Piece(value, null));
      fixed += lead.length + value.length;
    }
  }

  private static byte[] constant(Object value) {
    ByteSink sink = new ByteSink(32);
    AnyValueText.writeJson(sink, value);
    return sink.toByteArray();
  }

  /** What the runs are for a logger and level. */
  byte[][] runs(String logger, LogLevel level) {
    byte[][] all = new byte[runs.size()][];
    for (int i = 0; i < all.length; i++) {
      ByteSink sink = new ByteSink(128);
      for (Piece piece : runs.get(i)) {
        sink.writeBytes(piece.bytes);
        if (piece.field != null) {
          LoggerText.write(sink, piece.field, logger, level);
        }
      }
      all[i] = sink.toByteArray();
    }
    return all;
  }
}
