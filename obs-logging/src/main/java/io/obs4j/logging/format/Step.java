package io.obs4j.logging.format;

import org.jspecify.annotations.Nullable;

/** A step of writing a line. Immutable. */
final class Step {

  /** What is to be done. */
  enum Kind {
    /** Copy what is known of the logger and level. */
    RUN,
    /** Open an object, if there is something in it. */
    OPEN,
    /** Write what the event brings, and close the object. */
    CLOSE,
    /** Write a field. */
    VALUE
  }

  private static final byte[] NO_LEAD = {};

  final Kind kind;

  /** Which run, or, of an object that is opened, the step that closes it. */
  final int index;

  /** The escaped name of a field or object, with the comma before it; empty for the whole line. */
  final byte[] lead;

  /** The name of a field. */
  final String name;

  /** What an event must have for a field to be there. */
  final int needs;

  final @Nullable LogField field;
  final @Nullable Place place;

  private Step(
      Kind kind,
      int index,
      byte[] lead,
      String name,
      int needs,
      @Nullable LogField field,
      @Nullable Place place) {
    this.kind = kind;
    this.index = index;
    this.lead = lead;
    this.name = name;
    this.needs = needs;
    this.field = field;
    this.place = place;
  }

  static Step run(int index) {
    return new Step(Kind.RUN, index, NO_LEAD, "", 0, null, null);
  }

  static Step open(byte[] lead, Place place, int close) {
    return new Step(Kind.OPEN, close, lead, "", 0, null, place);
  }

  static Step close(Place place) {
    return new Step(Kind.CLOSE, 0, NO_LEAD, "", 0, null, place);
  }

  static Step value(byte[] lead, String name, int needs, LogField field) {
    return new Step(Kind.VALUE, 0, lead, name, needs, field, null);
  }
}
