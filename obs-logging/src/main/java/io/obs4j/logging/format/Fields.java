package io.obs4j.logging.format;

import io.obs4j.logging.format.LogField.Content;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object of a {@link LineFormat}, in their order. What an event brings with it
 * (see {@link #spread}) comes after them. Mutable, and not safe for use by several threads.
 */
public final class Fields {

  /** A field: a constant, an attribute of the resource, something of the event, or an object. */
  record Entry(String name, Kind kind, Object what) {}

  /** What an entry holds. */
  enum Kind {
    /** A text, number or flag. */
    CONSTANT,
    /** The key of an attribute. */
    RESOURCE,
    /** A {@link LogField}. */
    FIELD,
    /** Other {@link Fields}. */
    OBJECT
  }

  final List<Entry> entries = new ArrayList<>();
  final List<LogField> groups = new ArrayList<>();

  Fields() {}

  Fields copy() {
    Fields copy = new Fields();
    for (Entry entry : entries) {
      copy.entries.add(
          entry.what() instanceof Fields nested
              ? new Entry(entry.name(), entry.kind(), nested.copy())
              : entry);
    }
    copy.groups.addAll(groups);
    return copy;
  }

  /**
   * Adds something of the event; a group becomes an object of its own.
   *
   * @param name of the field, not yet taken
   * @param source what it tells
   * @return this
   * @throws IllegalArgumentException if the name is taken
   */
  public Fields field(String name, LogField source) {
    if (source.content == Content.GROUP) {
      requireFree(name);
      object(name).spread(source);
      return this;
    }
    return add(name, Kind.FIELD, source);
  }

  /**
   * Adds a text that is the same in each line.
   *
   * @param name of the field, not yet taken
   * @param value of the field
   * @return this
   * @throws IllegalArgumentException if the name is taken
   */
  public Fields constant(String name, String value) {
    return add(name, Kind.CONSTANT, value);
  }

  /**
   * Adds a number that is the same in each line.
   *
   * @param name of the field, not yet taken
   * @param value of the field
   * @return this
   * @throws IllegalArgumentException if the name is taken
   */
  public Fields constant(String name, long value) {
    return add(name, Kind.CONSTANT, value);
  }

  /**
   * Adds a flag that is the same in each line.
   *
   * @param name of the field, not yet taken
   * @param value of the field
   * @return this
   * @throws IllegalArgumentException if the name is taken
   */
  public Fields constant(String name, boolean value) {
    return add(name, Kind.CONSTANT, value);
  }

  /**
   * Adds an attribute of the resource, if that has it.
   *
   * @param name of the field, not yet taken
   * @param attribute its key in the resource, such as {@code service.name}
   * @return this
   * @throws IllegalArgumentException if the name is taken
   */
  public Fields resource(String name, String attribute) {
    return add(name, Kind.RESOURCE, attribute);
  }

  /**
   * The fields of a nested object, which is added if there is none of this name.
   *
   * @param name of the object, not split at its dots
   * @return its fields
   * @throws IllegalArgumentException if the name is taken by something else
   */
  public Fields object(String name) {
    int at = indexOf(name);
    if (at < 0) {
      Fields nested = new Fields();
      entries.add(new Entry(name, Kind.OBJECT, nested));
      return nested;
    }
    if (entries.get(at).what() instanceof Fields nested) {
      return nested;
    }
    throw taken(name);
  }

  /**
   * Puts the members of a group among those of this object, after its own fields.
   *
   * @param group {@link LogField#CONTEXT}, {@link LogField#KEY_VALUES}, {@link LogField#BAGGAGE} or
   *     {@link LogField#RESOURCE}
   * @return this
   * @throws IllegalArgumentException if it is no group
   */
  public Fields spread(LogField group) {
    if (group.content != Content.GROUP) {
      throw new IllegalArgumentException(
          group + " is one field, not a group. Use field(name, " + group + ").");
    }
    if (!groups.contains(group)) {
      groups.add(group);
    }
    return this;
  }

  /**
   * Leaves a field out.
   *
   * @param name of a field of this object
   * @return this
   * @throws IllegalArgumentException if there is no such field
   */
  public Fields without(String name) {
    entries.remove(present(name));
    return this;
  }

  /**
   * Gives a field another name, at its place.
   *
   * @param name of a field of this object
   * @param newName not yet taken
   * @return this
   * @throws IllegalArgumentException if there is no such field, or the new name is taken
   */
  public Fields rename(String name, String newName) {
    int at = present(name);
    Entry entry = entries.get(at);
    requireFree(newName);
    entries.set(at, new Entry(newName, entry.kind(), entry.what()));
    return this;
  }

  private Fields add(String name, Kind kind, Object what) {
    requireFree(name);
    entries.add(new Entry(name, kind, what));
    return this;
  }

  private void requireFree(String name) {
    if (indexOf(name) >= 0) {
      throw taken(name);
    }
  }

  private static IllegalArgumentException taken(String name) {
    return new IllegalArgumentException(
        "There is a field named " + name + " already. Choose another name, or remove it first.");
  }

  private int present(String name) {
    int at = indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException(
          "There is no field named " + name + ". There are: " + names() + ".");
    }
    return at;
  }

  private int indexOf(@Nullable String name) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private String names() {
    StringBuilder names = new StringBuilder();
    for (Entry entry : entries) {
      names.append(names.length() == 0 ? "" : ", ").append(entry.name());
    }
    return names.toString();
  }
}
