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

  /** What a name is reserved for that nothing else may have. */
  private static final Object RESERVED = new Object();

  /** Room for values that a line has, whatever the constants take. */
  private static final int LEAST_ROOM = 256;

  /** Servers give it to each message. */
  private static final String GELF_ID = "_id";

  private final LineFormat format;
  private final List<Place> places = new ArrayList<>();
  private final Map<LogField, Place> groups = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private final List<Node> spreads = new ArrayList<>();
  private int fixed;

  /** Null for one that has every attribute. */
  private final @Nullable Resource resource;

  private Layout(LineFormat format, @Nullable Resource resource) {
    this.format = format;
    this.resource = resource;
  }

  /**
   * Finds out whether a format contradicts itself, whatever resource it is made ready for.
   *
   * @throws IllegalArgumentException if it does
   */
  static void check(LineFormat format) {
    of(format, null);
  }

  /** Lays a format out that was {@linkplain #check checked}. */
  static Layout of(LineFormat format, @Nullable Resource resource) {
    Layout layout = new Layout(format, resource);
    Node root = layout.node(null);
    layout.put(root, format.fields);
    layout.put(root, new Leaf(format.cutField, RESERVED, Needs.NOTHING));
    if (format.keys == KeyStyle.GELF) {
      layout.put(root, new Leaf(GELF_ID, RESERVED, Needs.NOTHING));
    }
    layout.spreads.forEach(layout::spread);
    layout.leadToCuts(root);
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

  /** Whether any step needs one of these. */
  boolean needs(int needs) {
    for (Step step : steps) {
      if ((step.needs & needs) != 0) {
        return true;
      }
    }
    return false;
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
      spreads.add(node);
    }
  }

  /** The attributes of the resource take what names are left. */
  private void spread(Node node) {
    if (resource != null) {
      resource
          .attributes()
          .forEach((key, value) -> putIfFree(node, new Leaf(key.getKey(), value, Needs.NOTHING)));
    }
  }

  /** Tells each object on the way to the field of cuts how it goes on from there. */
  private void leadToCuts(Node root) {
    List<String> names = names(format.cutField);
    Node node = root;
    for (int i = 0; i < names.size(); i++) {
      node.place.cutLead = Key.lead(names.subList(i, names.size()));
      node.place.cutDepth = names.size() - 1 - i;
      if (node.children.get(names.get(i)) instanceof Node inner) {
        node = inner;
      }
    }
  }

  private List<String> names(String key) {
    return format.nested ? Key.split(key) : List.of(key);
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
        if (value != null) {
          put(node, new Leaf(entry.name(), value, Needs.NOTHING));
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
    if (resource == null) {
      return "";
    }
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
    List<String> names = names(leaf.name);
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
    if (leaf.what != RESERVED) {
      node.place.holds(leaf.needs);
    }
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
    Run run = null;
    for (Map.Entry<String, Object> child : node.children.entrySet()) {
      byte[] own = Key.lead(child.getKey());
      if (child.getValue() instanceof Node inner) {
        run = null;
        addSteps(inner, own);
      } else if (child.getValue() instanceof Leaf leaf && leaf.what != RESERVED) {
        if (isByLogger(leaf)) {
          run = run == null ? newRun() : run;
          addTo(run, leaf, own);
        } else {
          run = null;
          steps.add(Step.value(own, leaf.name, leaf.needs, (LogField) leaf.what));
          fixed += own.length + LineEncoder.FIXED_VALUE;
        }
      }
    }
    steps.set(open, Step.open(lead, node.place, steps.size()));
    steps.add(Step.close(node.place));
  }

  private Run newRun() {
    Run run = new Run();
    steps.add(Step.run(runs.size()));
    runs.add(run);
    return run;
  }

  private static boolean isByLogger(Leaf leaf) {
    return !(leaf.what instanceof LogField field) || field.content == Content.BY_LOGGER;
  }

  private static void addTo(Run run, Leaf leaf, byte[] lead) {
    run.add(lead);
    if (leaf.what instanceof LogField field) {
      run.add(field);
    } else {
      ByteSink sink = new ByteSink(32);
      AnyValueText.writeJson(sink, leaf.what);
      run.add(sink.toByteArray());
    }
  }

  /** What the runs are for a logger and level. */
  byte[][] runs(String logger, LogLevel level) {
    byte[][] all = new byte[runs.size()][];
    for (int i = 0; i < all.length; i++) {
      all[i] = runs.get(i).bytes(logger, level);
    }
    return all;
  }

  /** How much room lines have for values beside such runs; a few bytes at the least. */
  int room(byte[][] ofLogger) {
    int room = format.lineLimit - taken();
    for (byte[] run : ofLogger) {
      room -= run.length;
    }
    return Math.max(LEAST_ROOM, room);
  }

  /** How many bytes lines may be too long; zero or less if they never are. */
  int excess() {
    int room = format.lineLimit - taken();
    for (Run run : runs) {
      room -= run.longest();
    }
    return LEAST_ROOM - room;
  }

  /** What a line takes whose values are empty, at most, beside the runs. */
  private int taken() {
    byte[] cutLead = places.get(0).cutLead;
    return fixed + Cuts.LONGEST_FIELD + (cutLead == null ? 0 : cutLead.length);
  }
}
