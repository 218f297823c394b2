package io.obs4j.logging;

import io.obs4j.core.internal.AnyValueText;
import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.ForeignText;
import io.obs4j.logging.format.LastingValue;
import io.obs4j.logging.format.LineEncoder;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.RemoteThrowable;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * What a copied event tells beside its message: exception, caller and thread first, under the names
 * of OpenTelemetry's semantic conventions, then key-values, the diagnostic context and markers. Of
 * two facts with one key the first counts.
 */
final class LoggedFacts {

  private static final AttributeKey<List<String>> MARKERS =
      AttributeKey.stringArrayKey("log.markers");
  private static final AttributeKey<String> THREAD = AttributeKey.stringKey("thread.name");
  private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");
  private static final AttributeKey<String> FILE = AttributeKey.stringKey("code.file.path");
  private static final AttributeKey<Long> LINE = AttributeKey.longKey("code.line.number");
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
  private static final AttributeKey<String> STACK_TRACE =
      AttributeKey.stringKey("exception.stacktrace");

  /** Attributes of an older API are no trees, which become JSON in a text there. */
  private static final boolean HAS_TREES = hasTrees();

  /** Keys and values by turns: texts, numbers, flags and trees, which do not change. */
  private final Object[] pairs;

  /** Keys and values by turns, copied: hosts lay one object over the contexts of many events. */
  private final String[] context;

  private final List<String> markers;
  private final String thread;
  private final @Nullable StackTraceElement caller;
  private final @Nullable Throwable throwable;
  private final @Nullable String throwableMessage;
  private final LineEncoder encoder;
  private final int most;
  private final int weight;
  private volatile @Nullable String stackTrace;

  private LoggedFacts(LogEvent event, LineEncoder encoder, int most) {
    this.encoder = encoder;
    this.most = most;
    List<KeyValuePair> keyValues = event.keyValues();
    Object[] gathered = new Object[2 * keyValues.size()];
    LastingValue lasting = encoder.lastingValue();
    ForeignText foreign = new ForeignText();
    int length = 0;
    int heavy = 0;
    for (int i = 0; i < keyValues.size(); i++) {
      KeyValuePair pair = keyValues.get(i);
      if (pair != null) {
        gathered[length] = String.valueOf(pair.key);
        gathered[length + 1] = lasting.of(pair.value);
        heavy += weight(gathered[length]) + weight(gathered[length + 1]);
        length += 2;
      }
    }
    pairs = length == gathered.length ? gathered : Arrays.copyOf(gathered, length);
    context = copy(event.context());
    for (String text : context) {
      heavy += weight(text);
    }
    markers = new ArrayList<>();
    for (Marker marker : event.markers()) {
      if (marker != null) {
        markers.add(foreign.nameOf(marker));
      }
    }
    thread = event.thread();
    caller = encoder.wantsCaller() ? event.caller() : null;
    throwable = event.throwable();
    throwableMessage = throwable == null ? null : foreign.messageOf(throwable);
    weight = heavy + lasting.weight();
  }

  /**
   * The facts of an event.
   *
   * @param most how many key-values and entries of the context are kept together
   */
  static LoggedFacts of(LogEvent event, LineEncoder encoder, int most) {
    return new LoggedFacts(event, encoder, most);
  }

  private static String[] copy(ContextFields fields) {
    String[] copy = new String[2 * fields.size()];
    for (int i = 0; i < copy.length; i += 2) {
      copy[i] = fields.key(i / 2);
      copy[i + 1] = fields.value(i / 2);
    }
    return copy;
  }

  private static int weight(Object value) {
    return 16 + (value instanceof String text ? text.length() : 0);
  }

  int weight() {
    return weight;
  }

  int dropped() {
    return Math.max(0, (pairs.length + context.length) / 2 - most);
  }

  Attributes attributes() {
    AttributesBuilder builder = Attributes.builder();
    // Of two with one key the builder keeps the last.
    if (!markers.isEmpty()) {
      builder.put(MARKERS, markers);
    }
    int told = Math.min(most - pairs.length / 2, context.length / 2);
    for (int i = 0; i < told; i++) {
      builder.put(context[2 * i], context[2 * i + 1]);
    }
    for (int i = 2 * Math.min(most, pairs.length / 2) - 2; i >= 0; i -= 2) {
      put(builder, (String) pairs[i], pairs[i + 1], encoder);
    }
    if (!thread.isEmpty()) {
      builder.put(THREAD, thread);
    }
    if (caller != null) {
      put(builder, caller);
    }
    if (throwable != null) {
      String printed = encoder.stackTrace(throwable);
      stackTrace = printed;
      put(builder, throwable, throwableMessage, printed);
    }
    return builder.build();
  }

  /** The stack trace that was printed, once the attributes were put together. */
  @Nullable String stackTrace() {
    return stackTrace;
  }

  /** What is known of an exception, where the attributes do not tell it themselves. */
  static Attributes withException(Attributes attributes, Throwable throwable, String stackTrace) {
    AttributesBuilder builder = Attributes.builder();
    put(builder, throwable, new ForeignText().messageOf(throwable), stackTrace);
    return builder.putAll(attributes).build();
  }

  private static void put(AttributesBuilder builder, StackTraceElement caller) {
    builder.put(FUNCTION, caller.getClassName() + '.' + caller.getMethodName());
    if (caller.getFileName() != null) {
      builder.put(FILE, caller.getFileName());
    }
    builder.put(LINE, (long) caller.getLineNumber());
  }

  private static void put(
      AttributesBuilder builder, Throwable throwable, @Nullable String message, String stackTrace) {
    builder.put(
        TYPE,
        throwable instanceof RemoteThrowable remote
            ? remote.type()
            : throwable.getClass().getName());
    if (message != null) {
      builder.put(MESSAGE, message);
    }
    builder.put(STACK_TRACE, stackTrace);
  }

  private static void put(
      AttributesBuilder builder, String key, Object value, LineEncoder encoder) {
    if (value instanceof Long number) {
      builder.put(key, (long) number);
    } else if (value instanceof Double number) {
      builder.put(key, (double) number);
    } else if (value instanceof Boolean flag) {
      builder.put(key, (boolean) flag);
    } else if (value instanceof Value<?> tree) {
      putTree(builder, key, tree, encoder);
    } else {
      builder.put(key, (String) value);
    }
  }

  /** A tree as a tree, or as text: then its secrets are masked here, while its keys can be told. */
  private static void putTree(
      AttributesBuilder builder, String key, Value<?> tree, LineEncoder encoder) {
    if (HAS_TREES) {
      builder.put(AttributeKey.valueKey(key), tree);
    } else {
      builder.put(key, AnyValueText.of(encoder.recordMask(Integer.MAX_VALUE).body(tree)));
    }
  }

  private static boolean hasTrees() {
    try {
      AttributeKey.class.getMethod("valueKey", String.class);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
