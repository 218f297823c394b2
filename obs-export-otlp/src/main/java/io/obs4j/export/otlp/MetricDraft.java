package io.obs4j.export.otlp;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request that is being written: the sheets of its scopes, the metric that is open, and how
 * large all of it is. Used by one thread at a time.
 */
final class MetricDraft {
  /*
   * Families are visited by name, and those of a scope belong together: so each scope has a sheet
   * that its metrics are written to, and a request is put together of all sheets. It ends where the
   * next point would make it too large; the metric of that point goes on in the next request.
   */

  private static final int DELTA = 1;
  private static final int CUMULATIVE = 2;

  /** Lengths and tags of a message and of those around it, and the braces and names of JSON. */
  private static final int ENVELOPE = 128;

  private final MessageWriter like;
  private final KeyFragments keys;
  private final byte[] resource;
  private final long limit;
  private final Map<InstrumentationScope, ScopeSheet> sheets = new HashMap<>();
  private final List<ScopeSheet> order = new ArrayList<>();

  private int points;

  /** What the request takes, but for the sheet of the page. */
  private long elsewhere;

  private @Nullable MetricPage page;

  /** The field of the metric that is open, or null. */
  private @Nullable Field openData;

  // Marks in its sheet: what was there before it, the metric, its data, and their first point.
  private int before;
  private int metricMark;
  private int dataMark;
  private int noPoints;

  MetricDraft(MessageWriter like, byte[] resource, long limit) {
    this.like = like;
    this.resource = resource;
    this.limit = limit;
    keys = new KeyFragments(like);
  }

  /** The sheet of a scope, which is kept for all requests. */
  ScopeSheet sheet(InstrumentationScope scope) {
    ScopeSheet sheet = sheets.get(scope);
    if (sheet == null) {
      sheet = new ScopeSheet(scope, like, keys);
      order.add(sheet); // without memory for more, a sheet that stays empty
      sheets.put(scope, sheet);
    }
    return sheet;
  }

  /** Begins anew; the page stays. */
  void begin() {
    for (int i = 0; i < order.size(); i++) {
      order.get(i).writer.reset();
    }
    points = 0;
    elsewhere = (long) ENVELOPE + resource.length;
  }

  /** Leaves the family that was written, and what is open of it. */
  void leave() {
    page = null;
    openData = null;
  }

  /** Goes on with another family. */
  void turnTo(MetricPage next) {
    closeMetric();
    if (page != null) {
      elsewhere += page.sheet.writer.size();
    }
    elsewhere -= next.sheet.writer.size();
    next.begin();
    page = next;
  }

  /** Opens a metric of the family, unless it is open. */
  void openMetric(MetricPage of, Field data) {
    if (openData != null && data.number() == openData.number()) {
      return;
    }
    closeMetric();
    MessageWriter writer = of.sheet.writer;
    if (writer.size() == 0) {
      elsewhere += ENVELOPE + of.sheet.header.length;
    }
    before = writer.size();
    metricMark = writer.beginElement();
    dataMark = writer.begin(data);
    writer.beginList(Otlp.Data.POINTS);
    noPoints = writer.size();
    openData = data;
  }

  boolean isOpen() {
    return openData != null;
  }

  /** Whether the request stays within its limit with what is written to a page. */
  boolean fits(MetricPage to) {
    return elsewhere + to.size() + to.header.length + ENVELOPE <= limit;
  }

  /** So many points were written, and they stay. */
  void add(int count) {
    points += count;
  }

  int points() {
    return points;
  }

  /** Closes the metric that is open; one without points is left out. */
  void closeMetric() {
    Field data = openData;
    MetricPage of = page;
    if (data == null || of == null) {
      return;
    }
    openData = null;
    of.complete();
    MessageWriter writer = of.sheet.writer;
    if (writer.size() == noPoints) {
      writer.truncate(before);
      if (before == 0) {
        elsewhere -= ENVELOPE + of.sheet.header.length;
      }
      return;
    }
    writer.endList();
    MetricKind kind = of.family.kind();
    if (kind != MetricKind.GAUGE && kind != MetricKind.SUMMARY) {
      writer.uint32(Otlp.Data.TEMPORALITY, of.baselines() == null ? CUMULATIVE : DELTA);
    }
    if (kind == MetricKind.COUNTER) {
      writer.bool(Otlp.Data.MONOTONIC, true);
    }
    writer.end(data, dataMark);
    writer.fragment(of.header);
    writer.end(Otlp.Envelope.METRICS.items(), metricMark);
  }

  /** Puts the request together, with all metrics closed. */
  void writeTo(MessageWriter writer) {
    Otlp.Envelope envelope = Otlp.Envelope.METRICS;
    writer.reset();
    writer.beginRequest();
    writer.beginList(envelope.resources());
    int mark = writer.beginElement();
    writer.beginList(envelope.scopes());
    for (int i = 0; i < order.size(); i++) {
      ScopeSheet sheet = order.get(writer.place(i, order.size()));
      if (sheet.writer.size() > 0) {
        int scope = writer.beginElement();
        writer.beginList(envelope.items());
        writer.fragment(sheet.writer);
        writer.endList();
        writer.fragment(sheet.header);
        writer.end(envelope.scopes(), scope);
      }
    }
    writer.endList();
    writer.fragment(resource);
    writer.end(envelope.resources(), mark);
    writer.endList();
    writer.endRequest();
  }
}
