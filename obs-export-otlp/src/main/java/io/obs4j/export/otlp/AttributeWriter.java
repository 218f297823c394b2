package io.obs4j.export.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes attributes and values of any type. Used by one thread at a time. */
final class AttributeWriter implements BiConsumer<AttributeKey<?>, Object> {

  /**
   * Lists and maps within each other. Decoders refuse messages within each other beyond a depth of
   * 100, of which each map takes three.
   */
  static final int MOST_DEPTH = 24;

  /** In place of what lies deeper. */
  static final String LEFT_OUT = "...";

  private final MessageWriter writer;
  private final KeyFragments keys;
  private Field list = Otlp.Resource.ATTRIBUTES;

  AttributeWriter(MessageWriter writer, KeyFragments keys) {
    this.writer = writer;
    this.keys = keys;
  }

  /** Writes attributes as a list of a message; nothing if there are none. */
  void write(Field field, Attributes attributes) {
    if (!attributes.isEmpty()) {
      list = field;
      writer.beginList(field);
      attributes.forEach(this);
      writer.endList();
    }
  }

  @Override
  public void accept(AttributeKey<?> key, Object value) {
    int mark = writer.beginElement();
    write(Otlp.KeyValue.VALUE, value, 0);
    keys.write(writer, key.getKey());
    writer.end(list, mark);
  }

  /** Writes a value as a field of a message. */
  void write(Field field, Value<?> value) {
    int mark = writer.begin(field);
    writeAny(value, 0);
    writer.end(field, mark);
  }

  private void write(Field field, @Nullable Object value, int depth) {
    int mark = writer.begin(field);
    writeContent(value, depth);
    writer.end(field, mark);
  }

  private void writeContent(@Nullable Object value, int depth) {
    if (value instanceof String text) {
      writer.string(Otlp.AnyValue.STRING_VALUE, text);
    } else if (value instanceof Long number) {
      writer.int64(Otlp.AnyValue.INT_VALUE, number);
    } else if (value instanceof Boolean flag) {
      writer.bool(Otlp.AnyValue.BOOL_VALUE, flag);
    } else if (value instanceof Double number) {
      writer.real(Otlp.AnyValue.DOUBLE_VALUE, number);
    } else if (value instanceof List<?> elements) {
      writeList(elements, depth);
    } else if (value instanceof Value<?> any) {
      writeAny(any, depth);
    } else if (value instanceof ByteBuffer buffer) {
      byte[] copy = new byte[buffer.remaining()];
      buffer.duplicate().get(copy);
      writer.bytes(Otlp.AnyValue.BYTES_VALUE, copy);
    }
    // Else it is empty, as a message without a value is.
  }

  private void writeAny(Value<?> any, int depth) {
    if (any.getType() == ValueType.KEY_VALUE_LIST) {
      writeMap((List<?>) any.getValue(), depth);
    } else {
      writeContent(any.getValue(), depth);
    }
  }

  private void writeList(List<?> elements, int depth) {
    if (depth == MOST_DEPTH) {
      writer.string(Otlp.AnyValue.STRING_VALUE, LEFT_OUT);
      return;
    }
    int mark = writer.begin(Otlp.AnyValue.ARRAY_VALUE);
    writer.beginList(Otlp.ValueList.VALUES);
    int count = elements.size();
    for (int i = 0; i < count; i++) {
      int element = writer.beginElement();
      writeContent(elements.get(writer.place(i, count)), depth + 1);
      writer.end(Otlp.ValueList.VALUES, element);
    }
    writer.endList();
    writer.end(Otlp.AnyValue.ARRAY_VALUE, mark);
  }

  private void writeMap(List<?> members, int depth) {
    if (depth == MOST_DEPTH) {
      writer.string(Otlp.AnyValue.STRING_VALUE, LEFT_OUT);
      return;
    }
    int mark = writer.begin(Otlp.AnyValue.KVLIST_VALUE);
    writer.beginList(Otlp.ValueList.VALUES);
    int count = members.size();
    for (int i = 0; i < count; i++) {
      KeyValue member = (KeyValue) members.get(writer.place(i, count));
      int element = writer.beginElement();
      write(Otlp.KeyValue.VALUE, member.getValue(), depth + 1);
      keys.write(writer, member.getKey());
      writer.end(Otlp.ValueList.VALUES, element);
    }
    writer.endList();
    writer.end(Otlp.AnyValue.KVLIST_VALUE, mark);
  }
}
