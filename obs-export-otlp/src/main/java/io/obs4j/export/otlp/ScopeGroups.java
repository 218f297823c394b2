package io.obs4j.export.otlp;

import io.obs4j.core.InstrumentationScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Sorts records by their scopes: those of one scope stay in their order. Keeps the headers of the
 * scopes that it has met, up to a limit. Used by one thread at a time.
 */
final class ScopeGroups {

  /** With more scopes than these, all are forgotten before the next batch. */
  private static final int MOST_KEPT = 1024;

  private static final int NONE = -1;

  private static final class Group {
    final InstrumentationScope scope;
    final byte[] header;
    int end;
    int count;

    Group(InstrumentationScope scope, byte[] header) {
      this.scope = scope;
      this.header = header;
    }
  }

  private final MessageWriter like;
  private final List<Group> groups = new ArrayList<>();
  private int[] groupOf = new int[512];
  private int[] order = new int[512];
  private int added;
  private int last = NONE;

  ScopeGroups(MessageWriter like) {
    this.like = like;
  }

  void begin(int capacity) {
    if (groups.size() > MOST_KEPT) {
      groups.clear();
    }
    for (int i = 0; i < groups.size(); i++) {
      groups.get(i).count = 0;
    }
    if (groupOf.length < capacity) {
      order = new int[capacity];
      groupOf = new int[capacity]; // the last, in case there is no memory for it
    }
    added = 0;
    last = NONE;
  }

  /** Adds the next record. */
  void add(InstrumentationScope scope) {
    last = find(scope);
    groups.get(last).count++;
    groupOf[added++] = last;
  }

  /** Counts a record that is in no group. */
  void skip() {
    groupOf[added++] = NONE;
  }

  @SuppressWarnings("ReferenceEquality") // Whether equal scopes are the same is asked next.
  private int find(InstrumentationScope scope) {
    if (last != NONE && groups.get(last).scope == scope) {
      return last;
    }
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).scope.equals(scope)) {
        return i;
      }
    }
    groups.add(new Group(scope, Headers.scope(like, scope)));
    return groups.size() - 1;
  }

  /** All records are added. */
  void end() {
    int from = 0;
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      group.end = from;
      from += group.count;
    }
    for (int i = 0; i < added; i++) {
      if (groupOf[i] != NONE) {
        order[groups.get(groupOf[i]).end++] = i;
      }
    }
  }

  int groupCount() {
    return groups.size();
  }

  /** How many records a group has: none, if its scope is of earlier batches only. */
  int size(int group) {
    return groups.get(group).count;
  }

  byte[] header(int group) {
    return groups.get(group).header;
  }

  /** Which of the records that were added is at a place of a group. */
  int record(int group, int place) {
    Group of = groups.get(group);
    return order[of.end - of.count + place];
  }
}
