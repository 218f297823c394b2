package io.obs4j.logging.format;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.SelfMetrics;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.StripedPool;
import io.obs4j.logging.format.LogField.Needs;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as lines of JSON, in one {@link LineFormat}. Safe for use by any thread, also from
 * a {@code toString} that it called itself; never throws; allocates nothing for texts, integers and
 * flags once it has seen the loggers, templates and keys of a program.
 */
public final class LineEncoder {

  /** The most that a value takes whose length does not depend on the program. */
  static final int FIXED_VALUE = 40;

  private static final int LOGGERS = 1_024;
  private static final int THREADS = 512;
  private static final int TEMPLATES = 1_024;
  private static final int KEYS = 512;

  private static final int MESSAGE_CAPACITY = 256;
  private static final int STACK_TRACE_CAPACITY = 4_096;

  /** By which what was made for this encoder is known, without keeping it from the collector. */
  final Object id = new Object();

  final LineFormat format;
  final Step[] steps;
  final int places;
  final @Nullable Place context;
  final @Nullable Place keyValues;
  final @Nullable Place baggage;
  final TextCache<LoggerText> loggers;
  final TextCache<byte[]> threads = new TextCache<>(THREADS, LoggerText::quoted);
  final TextCache<Template> templates = new TextCache<>(TEMPLATES, Template::of);
  final @Nullable TextCache<Key> contextKeys;
  final @Nullable TextCache<Key> keyValueKeys;
  final Secrets secrets;
  final StackTraceWriter stackTraces;
  private final boolean wantsCaller;
  private final SelfMetrics.Counter collisions;
  private final SelfMetrics.Counter cutLines;
  private final SelfMetrics.Counter failures;
  private final Diagnostics diagnostics;
  private final StripedPool<Encoding> pool = new StripedPool<>(() -> new Encoding(this));

  LineEncoder(LineFormat format, Resource resource, Diagnostics diagnostics) {
    this.format = format;
    this.diagnostics = diagnostics;
    Layout layout = Layout.of(format, resource);
    this.steps = layout.steps();
    this.places = layout.places();
    this.context = layout.placeOf(LogField.CONTEXT);
    this.keyValues = layout.placeOf(LogField.KEY_VALUES);
    this.baggage = layout.placeOf(LogField.BAGGAGE);
    this.loggers = new TextCache<>(LOGGERS, LoggerText.of(layout));
    Masker masker = format.masking.masker(diagnostics);
    this.secrets = new Secrets(masker, !format.masking.patterns.isEmpty());
    this.stackTraces = format.stackTraces.writer(masker);
    this.contextKeys = context == null ? null : keys(context);
    this.keyValueKeys =
        keyValues == null ? null : keyValues == context ? contextKeys : keys(keyValues);
    if (layout.excess() > 0) {
      tellExcess(layout.excess());
    }
    this.wantsCaller = format.caller && layout.needs(Needs.OF_CALLER);
    SelfMetrics metrics = diagnostics.metrics();
    this.collisions =
        metrics.counter(
            "obs.log.key.collisions",
            "{key}",
            "Keys of log events that their object had already.",
            Attributes.of(
                AttributeKey.stringKey("policy"),
                format.collisions.name().toLowerCase(Locale.ROOT)));
    this.cutLines =
        metrics.counter(
            "obs.log.lines.cut", "{line}", "Log lines that were too long.", Attributes.empty());
    this.failures =
        metrics.counter(
            "obs.log.value.failures",
            "{value}",
            "Values of log events that threw when they were asked for their text.",
            Attributes.empty());
  }

  private TextCache<Key> keys(Place place) {
    return new TextCache<>(KEYS, text -> key(text, place));
  }

  Key key(String text, Place place) {
    return Key.of(format.keys.key(text), place, format.nested, secrets);
  }

  private void tellExcess(int excess) {
    diagnostics.fault(
        "log.format",
        "line limit",
        "The constant fields of a log line leave too little of its "
            + format.lineLimit
            + " bytes; lines will be up to "
            + excess
            + " bytes longer. Raise lineLimit, or leave fields out.");
  }

  /**
   * Appends an event as one line.
   *
   * @param event read during the call only
   * @param out appended to: valid JSON in UTF-8 and a line feed
   */
  @SuppressWarnings("exports") // to our own hosts alone
  public void encode(LogEvent event, ByteSink out) {
    encode(event, null, out);
  }

  /**
   * Appends an event as one line, of which the message was put together for other uses, too.
   *
   * @param event read during the call only
   * @param message with the arguments in their places; null if it was not
   * @param out appended to: valid JSON in UTF-8 and a line feed
   */
  @SuppressWarnings("exports") // to our own hosts alone
  public void encode(LogEvent event, @Nullable String message, ByteSink out) {
    int start = out.size();
    Encoding encoding = pool.take();
    try {
      encoding.write(event, message, out);
    } catch (Throwable e) {
      // The event itself is foreign code, and a stack or memory may be at its end.
      encoding.clear();
      out.truncate(start);
      writeUnreadable(encoding, e, out);
    }
    giveBack(encoding);
  }

  /**
   * Appends a line in place of that of an event which its host could not read, and counts it among
   * the failures.
   *
   * @param cause what was thrown
   * @param out appended to: valid JSON in UTF-8 and a line feed
   */
  @SuppressWarnings("exports") // to our own hosts alone
  public void encodeUnreadable(Throwable cause, ByteSink out) {
    Encoding encoding = pool.take();
    writeUnreadable(encoding, cause, out);
    giveBack(encoding);
  }

  private void writeUnreadable(Encoding encoding, Throwable cause, ByteSink out) {
    failures.increment();
    encoding.write(new UnreadableEvent(cause), null, out);
  }

  /**
   * The message of an event with the arguments in their places. They are asked for their texts this
   * once, if what is returned is handed to {@link #encode(LogEvent, String, ByteSink)}.
   *
   * @param event read during the call only
   * @return the text as lines have it, but neither masked nor cut; null if the event has none
   */
  public @Nullable String message(LogEvent event) {
    String known = event.formatted();
    if (known != null || event.argumentCount() == 0) {
      return known == null ? event.message() : known;
    }
    Encoding encoding = pool.take();
    try {
      return encoding.message(event, new ByteSink(MESSAGE_CAPACITY));
    } finally {
      giveBack(encoding);
    }
  }

  /**
   * What copies the values of key-values.
   *
   * @return for one event
   */
  public LastingValue lastingValue() {
    return new LastingValue(this);
  }

  private void giveBack(Encoding encoding) {
    count(encoding);
    encoding.clear();
    pool.giveBack(encoding);
  }

  private void count(Encoding encoding) {
    int collided = encoding.collisions();
    if (collided > 0) {
      collisions.add(collided);
    }
    if (encoding.isCut()) {
      cutLines.increment();
    }
    int failed = encoding.failures();
    if (failed > 0) {
      failures.add(failed);
    }
  }

  /**
   * Whether an event should tell its {@linkplain LogEvent#caller() caller}, which is costly to find
   * out.
   *
   * @return true if the format has fields for it, and wants them
   */
  public boolean wantsCaller() {
    return wantsCaller;
  }

  /**
   * What masks records as this encoder masks lines.
   *
   * @param longest how many characters the text of an attribute may have; longer ones are cut
   * @return counts in the same metrics
   */
  public RecordMask recordMask(int longest) {
    Masking masking = format.masking;
    return new RecordMask(secrets, !masking.keys.isEmpty() || !masking.patterns.isEmpty(), longest);
  }

  /**
   * An exception as lines show it: in the form of the format, with its limits, masked.
   *
   * @param thrown may throw whatever it is asked for
   * @return its stack trace, lines ending in line feeds
   */
  public String stackTrace(Throwable thrown) {
    ByteSink content = new ByteSink(STACK_TRACE_CAPACITY);
    stackTraces.write(content, thrown);
    return JsonContent.decode(content, 0);
  }

  /**
   * The format.
   *
   * @return as it was described
   */
  public LineFormat format() {
    return format;
  }
}
