package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * An event on its way into a line, with all that this takes; used again for the next one. Not safe
 * for use by several threads at once.
 */
final class Encoding {

  private static final ByteSink NOWHERE = new ByteSink(1);
  private static final LogEvent NOTHING = new UnreadableEvent(new IllegalStateException());
  private static final long NANOS = 1_000_000_000L;

  /** A context that takes less than one part in so many of the room is not cut anywhere. */
  private static final int RUN_SHARE = 8;

  private final LineEncoder encoder;
  private final TimestampText timestamp = new TimestampText();
  private final BoundedText text = new BoundedText(NOWHERE);
  private final ForeignText foreign = new ForeignText();
  private final ArgumentText arguments = new ArgumentText(text, foreign);
  private final ValueText values;
  private final Members members;
  private final MarkerText markers;
  private final Cuts cuts = new Cuts();
  private final EventFacts facts;

  private LogEvent event = NOTHING;
  private ByteSink out = NOWHERE;
  private @Nullable String formatted;
  private long hash;
  private int room;
  private int started;
  private boolean isFirst;

  private int collisions;
  private int failuresOfHost;

  Encoding(LineEncoder encoder) {
    this.encoder = encoder;
    this.values =
        new ValueText(text, foreign, encoder.format, encoder.secrets, encoder.stackTraces);
    this.markers = new MarkerText(text, foreign, values);
    this.members = new Members(encoder.places);
    this.facts = new EventFacts(foreign, encoder.wantsCaller());
  }

  boolean isCut() {
    return !cuts.isEmpty();
  }

  /** How many values of the event threw. */
  int failures() {
    return foreign.failures() + failuresOfHost;
  }

  /** How many keys of the event, and of maps in it, collided. */
  int collisions() {
    return collisions + values.collisions();
  }

  /** Forgets the event. */
  void clear() {
    event = NOTHING;
    out = NOWHERE;
    text.begin(NOWHERE, 0);
    facts.clear();
    formatted = null;
    members.clear();
    hash = 0;
    cuts.clear();
    foreign.forget();
    values.forget();
    collisions = 0;
    failuresOfHost = 0;
  }

  /** Appends an event as one line, with its message if that was put together already. */
  void write(LogEvent given, @Nullable String message, ByteSink sink) {
    event = given;
    formatted = message == null ? given.formatted() : message;
    out = sink;
    text.begin(sink, 0);
    isFirst = true;
    LoggerText.Runs ofLogger = encoder.loggers.get(event.logger()).runs(event.level());
    byte[][] runs = ofLogger.bytes;
    room = ofLogger.room;
    int present = facts.read(given);
    addMembers(present);
    Step[] steps = encoder.steps;
    for (int i = 0; i < steps.length; i++) {
      Step step = steps[i];
      switch (step.kind) {
        case RUN -> lead(runs[step.index]);
        case OPEN -> {
          if (isOpen(step, present)) {
            open(step.lead);
          } else {
            i = step.index;
          }
        }
        case CLOSE -> close(step);
        case VALUE -> {
          if ((step.needs & ~present) == 0) {
            writeField(step);
          }
        }
      }
    }
    out.writeByte('\n');
    failuresOfHost = given.failures();
  }

  private void addMembers(int present) {
    addContext(present);
    if (encoder.baggage != null) {
      addBaggage(encoder.baggage, present);
    }
    TextCache<Key> keys = encoder.keyValueKeys;
    List<KeyValuePair> pairs = event.keyValues();
    if (keys != null && pairs != null) {
      for (int i = 0; i < pairs.size(); i++) {
        KeyValuePair pair = pairs.get(i);
        if (pair != null) {
          add(keys.get(String.valueOf(pair.key)), pair.value, present);
        }
      }
    }
  }

  private void addContext(int present) {
    TextCache<Key> keys = encoder.contextKeys;
    ContextFields context = event.context();
    int size = context.size();
    if (keys == null || size == 0) {
      return;
    }
    EncodedContext encoded = context.encoded();
    ContextRun run = encoded == null ? null : encoded.of(context, encoder);
    if (run != null) {
      members.begin(run);
      return;
    }
    for (int i = 0; i < size; i++) {
      add(keys.get(context.key(i)), context.value(i), present);
    }
  }

  private void addBaggage(Place place, int present) {
    List<String> names = encoder.format.baggage;
    for (int i = 0; i < names.size(); i++) {
      String value = event.baggage(names.get(i));
      if (value != null) {
        add(encoder.key(names.get(i), place), value, present);
      }
    }
  }

  private void add(Key given, @Nullable Object value, int present) {
    KeyCollision policy = encoder.format.collisions;
    Key key = given;
    for (int number = 1; number <= Names.MOST_NUMBERS + 1; number++) {
      if (members.isFull(key)) {
        cuts.add(key.text);
        return;
      }
      int at = 0;
      if (!key.meets || (key.meetsNeeds & ~present) != 0) {
        at = members.add(key, value, policy == KeyCollision.LAST_WINS);
      }
      if (at == Members.ADDED) {
        return;
      }
      if (number == 1) {
        collisions++;
      }
      if (policy != KeyCollision.RENAME) {
        return;
      }
      key = given.renamed(at, number);
    }
  }

  private boolean isOpen(Step step, int present) {
    Place place = step.place;
    return place == null || place.parent == null || place.isPresent(present) || members.isIn(place);
  }

  private void open(byte[] lead) {
    if (lead.length > 0) {
      lead(lead);
    }
    out.writeByte('{');
    isFirst = true;
  }

  private void close(Step step) {
    Place place = step.place;
    if (place != null) {
      writeRun(members.runOf(place));
      writeMembers(members.firstOf(place));
      cuts.pass(place, out.size(), isFirst);
      if (place.parent == null) {
        cuts.write(out, text);
      }
    }
    out.writeByte('}');
    isFirst = false;
  }

  /** Names begin with a comma, which the first in an object does without. */
  private void lead(byte[] lead) {
    int skipped = isFirst ? 1 : 0;
    out.writeBytes(lead, skipped, lead.length - skipped);
    isFirst = false;
  }

  private void writeRun(@Nullable ContextRun run) {
    if (run == null) {
      return;
    }
    if (room > RUN_SHARE * run.bytes.length) {
      lead(run.bytes);
      room -= run.bytes.length;
      return;
    }
    ContextFields context = event.context();
    for (int i = 0; i < run.keys.length; i++) {
      writeMember(run.keys[i].path[0].lead, run.keys[i], context.value(i));
    }
  }

  private void writeMembers(int firstNode) {
    for (int node = firstNode; node >= 0; node = members.after(node)) {
      byte[] lead = members.lead(node);
      if (!members.isObject(node)) {
        writeMember(lead, members.key(node), members.value(node));
      } else if (hasRoom(lead, members.key(node))) {
        room -= lead.length + 2;
        open(lead);
        writeMembers(members.firstOf(node));
        out.writeByte('}');
        isFirst = false;
      }
    }
  }

  private boolean hasRoom(byte[] lead, Key key) {
    if (room < lead.length + 2 * ValueText.LEAST_ROOM) {
      cuts.add(key.text);
      return false;
    }
    return true;
  }

  private void writeMember(byte[] lead, Key key, @Nullable Object value) {
    if (!hasRoom(lead, key)) {
      return;
    }
    lead(lead);
    room -= lead.length;
    begin();
    values.write(value);
    if (key.isSecret) {
      encoder.secrets.maskValue(key.text, text, started);
    }
    end(key.text);
  }

  /** A value may take half of what is left. */
  private void begin() {
    started = out.size();
    text.begin(started + Math.max(ValueText.LEAST_ROOM, room / 2));
  }

  private void end(String name) {
    room -= out.size() - started;
    if (text.isCut()) {
      cuts.add(name);
    }
  }

  private void writeField(Step step) {
    lead(step.lead);
    LogField field = step.field;
    if (field == null) {
      return;
    }
    switch (field) {
      case TIMESTAMP -> quotedTime(3);
      case TIMESTAMP_NANOS -> quotedTime(9);
      case EPOCH_SECONDS -> TimestampText.writeSeconds(out, event.epochNanos());
      case EPOCH_SECOND -> out.writeLong(Math.floorDiv(event.epochNanos(), NANOS));
      case NANO_OF_SECOND -> out.writeLong(Math.floorMod(event.epochNanos(), NANOS));
      case EPOCH_MILLIS -> out.writeLong(Math.floorDiv(event.epochNanos(), 1_000_000));
      case EPOCH_NANOS -> {
        out.writeByte('"');
        out.writeLong(event.epochNanos());
        out.writeByte('"');
      }
      case TRACE_ID -> SpanText.writeTraceId(out, facts.span);
      case SPAN_ID -> SpanText.writeSpanId(out, facts.span);
      case TRACE_FLAGS -> SpanText.writeTraceFlags(out, facts.span);
      case TRACE_SAMPLED -> out.writeAscii(facts.span.isSampled() ? "true" : "false");
      case CALLER_LINE -> out.writeLong(facts.callerLine());
      case STACK_HASH -> stackHash();
      case MARKERS -> {
        begin();
        markers.write(event.markers());
        end(step.name);
      }
      default -> writeText(step.name, field);
    }
  }

  private void quotedTime(int digits) {
    out.writeByte('"');
    timestamp.write(out, event.epochNanos(), digits);
    out.writeByte('"');
  }

  private void writeText(String name, LogField field) {
    begin();
    if (field == LogField.THREAD) {
      out.writeBytes(encoder.threads.get(event.thread()));
    } else {
      out.writeByte('"');
      text.reserve(1);
      int from = out.size();
      if (field == LogField.STACK_TRACE) {
        stackTrace();
      } else {
        encoder.secrets.begin(text);
        content(field);
        encoder.secrets.mask(text, from);
      }
      out.writeByte('"');
    }
    end(name);
  }

  private void content(LogField field) {
    switch (field) {
      case MESSAGE -> message();
      case TEMPLATE -> arguments.append(event.message());
      case EVENT_NAME -> arguments.append(event.eventName());
      case EXCEPTION_MESSAGE -> arguments.append(facts.thrownMessage);
      default -> facts.write(field, text);
    }
  }

  private void stackTrace() {
    if (facts.thrown != null) {
      int from = out.size();
      hash = encoder.stackTraces.write(out, facts.thrown);
      text.cutToBound(from);
    }
  }

  private void stackHash() {
    int from = out.size();
    if (hash == 0 && facts.thrown != null) {
      hash = encoder.stackTraces.write(out, facts.thrown);
      out.truncate(from);
    }
    out.writeByte('"');
    out.writeHex(hash);
    out.writeByte('"');
  }

  private void message() {
    if (formatted == null) {
      message(event);
    } else {
      text.append(formatted);
    }
  }

  private void message(LogEvent given) {
    String message = given.message();
    if (message == null || given.argumentCount() == 0) {
      arguments.append(message);
    } else {
      encoder.templates.get(message).write(given, text, arguments);
    }
  }

  /** The message of an event that is put together for more than its line. */
  String message(LogEvent given, ByteSink scratch) {
    text.begin(scratch, Integer.MAX_VALUE);
    message(given);
    return JsonContent.decode(scratch, 0);
  }
}
