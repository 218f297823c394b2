package io.obs4j.export.otlp;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.http.BodyEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes records as requests: one resource, and in it the records by their scopes. Used by one
 * thread at a time.
 *
 * @param <T> the kind of record
 */
abstract class RequestEncoder<T> implements BodyEncoder<T> {
  /*
   * How large a record is, is known once it is written, and backward the last one is written first.
   * So a request is tried with all records; one that outgrows the limit is given up as soon as it
   * does, and tried again with as many records, counted from the first, as have found room. Each try
   * has at least a quarter less than the one before: where the first records are the largest, those
   * that found room say little.
   */

  /** Lengths and tags of the outermost messages, and the braces and names of JSON. */
  private static final int ENVELOPE = 64;

  final MessageWriter writer;
  final AttributeWriter attributes;

  private final Otlp.Envelope envelope;
  private final byte[] resource;
  private final long limit;
  private final ScopeGroups groups;
  private final List<Throwable> leftOut = new ArrayList<>();

  RequestEncoder(Otlp.Envelope envelope, Resource resource, OtlpProtocol protocol, int limit) {
    this.envelope = envelope;
    this.limit = limit;
    writer = MessageWriter.of(protocol);
    attributes = new AttributeWriter(writer, new KeyFragments(writer));
    groups = new ScopeGroups(writer);
    this.resource = Headers.resource(writer, resource);
  }

  abstract InstrumentationScope scope(T item);

  /** Writes the fields of a record. */
  abstract void write(T item);

  @Override
  public final List<Throwable> leftOut() {
    return leftOut;
  }

  @Override
  public final int encode(List<T> records, int from, ByteSink body) {
    int count = records.size() - from;
    int fitting = tryEncode(records, from, count);
    while (fitting < count) {
      count = Math.max(1, Math.min(fitting, count - count / 4));
      fitting = tryEncode(records, from, count);
    }
    writer.copyTo(body);
    return from + count;
  }

  /** Writes a request, and returns how many records found room in it; all, or it is void. */
  private int tryEncode(List<T> records, int from, int count) {
    leftOut.clear();
    writer.reset();
    long room = limit - group(records, from, count);
    writer.beginRequest();
    writer.beginList(envelope.resources());
    int mark = writer.beginElement();
    writer.beginList(envelope.scopes());
    int tried = 0;
    for (int i = 0; i < groups.groupCount(); i++) {
      int group = writer.place(i, groups.groupCount());
      tried += writeGroup(group, records, from, room, count == 1);
      if (count > 1 && writer.size() > room) {
        return tried - 1;
      }
    }
    writer.endList();
    writer.fragment(resource);
    writer.end(envelope.resources(), mark);
    writer.endList();
    writer.endRequest();
    return count;
  }

  /** Sorts the records, and returns how many bytes the headers take. */
  private long group(List<T> records, int from, int count) {
    groups.begin(count);
    for (int i = 0; i < count; i++) {
      try {
        groups.add(scope(records.get(from + i)));
      } catch (RuntimeException | Error e) {
        groups.skip();
        leftOut.add(e);
      }
    }
    groups.end();
    long bytes = (long) ENVELOPE + resource.length;
    for (int i = 0; i < groups.groupCount(); i++) {
      if (groups.size(i) > 0) {
        bytes += ENVELOPE + groups.header(i).length;
      }
    }
    return bytes;
  }

  /** Writes the records of a scope as long as there is room, and returns how many it tried. */
  private int writeGroup(int group, List<T> records, int from, long room, boolean alone) {
    int size = groups.size(group);
    int before = writer.size();
    int mark = writer.beginElement();
    writer.beginList(envelope.items());
    int begun = writer.size();
    int tried = 0;
    while (tried < size && writer.size() <= room) {
      T item = records.get(from + groups.record(group, writer.place(tried, size)));
      int unwritten = writer.size();
      add(item);
      if (alone && writer.size() > room) {
        leftOut.add(tooLarge(writer.size() - unwritten, limit));
        writer.truncate(unwritten);
      }
      tried++;
    }
    if (writer.size() == begun) {
      writer.truncate(before);
      return tried;
    }
    writer.endList();
    writer.fragment(groups.header(group));
    writer.end(envelope.scopes(), mark);
    return tried;
  }

  /** Writes a record, or nothing if it throws: attributes may be of a foreign class. */
  private void add(T item) {
    int before = writer.size();
    try {
      int mark = writer.beginElement();
      write(item);
      writer.end(envelope.items(), mark);
    } catch (RuntimeException | Error e) {
      writer.truncate(before);
      leftOut.add(e);
    }
  }

  static RuntimeException tooLarge(int size, long limit) {
    return new IllegalArgumentException(
        "One record takes "
            + size
            + " bytes, and a request at most "
            + limit
            + ". Record less, or lower the limits of attributes.");
  }
}
