package io.obs4j.logging.format;

import io.obs4j.core.LogRecord;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Masks the records that exporters get as the lines of a {@link LineFormat} are masked, and cuts
 * the values of their attributes. Safe for use by any thread.
 */
public final class RecordMask {

  /** Beyond it a value could exhaust the stack of the thread that reads it. */
  private static final int MOST_DEPTH = 64;

  private static final Value<?> TOO_DEEP = Value.of("...");
  private static final String STACK_TRACE = "exception.stacktrace";

  private final Secrets secrets;
  private final boolean masks;
  private final int longest;

  RecordMask(Secrets secrets, boolean masks, int longest) {
    this.secrets = secrets;
    this.masks = masks;
    this.longest = longest;
  }

  /**
   * A record as exporters are to see it.
   *
   * @param record of an event
   * @param stackTrace tells, once the attributes were read, the stack trace among them that was
   *     {@linkplain LineEncoder#stackTrace masked} already, or null
   * @return the record itself where there is nothing to mask or cut; else one that does so when it
   *     is read
   */
  public LogRecord apply(LogRecord record, Supplier<@Nullable String> stackTrace) {
    return masks || longest < Integer.MAX_VALUE
        ? new MaskedRecord(record, stackTrace, this)
        : record;
  }

  /** Masks what matches a pattern. */
  String text(String text) {
    if (!secrets.hasPatterns()) {
      return text;
    }
    ByteSink sink = new ByteSink(text.length() + 16);
    JsonString.writeContent(sink, text);
    return secrets.masker().maskText(sink, 0, false) ? JsonContent.decode(sink, 0) : text;
  }

  /**
   * Masks a body.
   *
   * @param value of a record
   * @return itself where there is nothing to mask
   */
  public Value<?> body(Value<?> value) {
    return masks ? value(value, 0, Integer.MAX_VALUE) : value;
  }

  /** Masks all but the stack trace that was masked already. */
  Attributes attributes(Attributes attributes, @Nullable String stackTrace) {
    if (isClean(attributes)) {
      return attributes;
    }
    AttributesBuilder masked = Attributes.builder();
    for (Map.Entry<AttributeKey<?>, Object> entry : attributes.asMap().entrySet()) {
      put(masked, entry.getKey(), entry.getValue(), stackTrace);
    }
    return masked.build();
  }

  /** Whether there is nothing to look for but secret keys, and none is there. */
  private boolean isClean(Attributes attributes) {
    if (secrets.hasPatterns() || longest < Integer.MAX_VALUE) {
      return false;
    }
    for (Map.Entry<AttributeKey<?>, Object> entry : attributes.asMap().entrySet()) {
      if (entry.getValue() instanceof Value || secrets.isSecret(entry.getKey().getKey())) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked") // The API pairs a key with a value of its type.
  private void put(
      AttributesBuilder masked, AttributeKey<?> key, Object value, @Nullable String stackTrace) {
    String name = key.getKey();
    if (secrets.isSecret(name)) {
      masked.put(name, secret(name, value));
    } else if (name.equals(STACK_TRACE)
        && value instanceof String text
        && text.equals(stackTrace)) {
      masked.put(name, Masker.cut(text, longest));
    } else if (value instanceof String text) {
      masked.put(name, Masker.cut(text(text), longest));
    } else if (value instanceof Number number && isSecret(number)) {
      masked.put(name, masked(number));
    } else if (value instanceof List<?> list && isOfTexts(list)) {
      masked.put(AttributeKey.stringArrayKey(name), texts(list));
    } else if (value instanceof Value<?> tree) {
      masked.put(AttributeKey.valueKey(name), value(tree, 0, longest));
    } else {
      masked.put((AttributeKey<Object>) key, value);
    }
  }

  /** Of numbers those that hold a secret make the others texts, too. */
  private boolean isOfTexts(List<?> list) {
    for (Object each : list) {
      if (each instanceof String || (each instanceof Number number && isSecret(number))) {
        return true;
      }
    }
    return false;
  }

  private List<String> texts(List<?> list) {
    List<String> texts = new ArrayList<>(list.size());
    for (Object each : list) {
      texts.add(
          each instanceof Number number
              ? masked(number)
              : Masker.cut(text(String.valueOf(each)), longest));
    }
    return texts;
  }

  private boolean isSecret(Number number) {
    return !masked(number).equals(number.toString());
  }

  /** A number as text, masked also if all its digits in a row are a secret. */
  private String masked(Number number) {
    String text = number.toString();
    if (number instanceof Double real && Double.isFinite(real)) {
      String digits = BigDecimal.valueOf(real).stripTrailingZeros().toPlainString();
      String masked = text(digits);
      if (!masked.equals(digits)) {
        return masked;
      }
    }
    return text(text);
  }

  private Value<?> value(Value<?> value, int depth, int most) {
    if (depth == MOST_DEPTH) {
      return TOO_DEEP;
    }
    Object content = value.getValue();
    if (content instanceof String text) {
      return Value.of(Masker.cut(text(text), most));
    }
    if (content instanceof Number number && isSecret(number)) {
      return Value.of(masked(number));
    }
    if (!(content instanceof List<?> list)) {
      return value;
    }
    if (value.getType() == ValueType.ARRAY) {
      List<Value<?>> masked = new ArrayList<>(list.size());
      for (Object each : list) {
        masked.add(value((Value<?>) each, depth + 1, most));
      }
      return Value.of(masked);
    }
    KeyValue[] masked = new KeyValue[list.size()];
    for (int i = 0; i < masked.length; i++) {
      KeyValue each = (KeyValue) list.get(i);
      Value<?> its =
          secrets.isSecret(each.getKey())
              ? Value.of(secret(each.getKey(), each.getValue().getValue()))
              : value(each.getValue(), depth + 1, most);
      masked[i] = KeyValue.of(each.getKey(), its);
    }
    return Value.of(masked);
  }

  /** The value of a key that is masked, with as much of its end as may be shown. */
  String secret(String key, Object value) {
    ByteSink sink = new ByteSink(64);
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      JsonString.write(sink, value.toString());
    }
    secrets.masker().maskValue(key, sink, 0);
    sink.truncate(sink.size() - 1);
    return JsonContent.decode(sink, 1);
  }
}
