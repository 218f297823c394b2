package io.obs4j.export.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Requests in a form in which two that mean the same are equal: what is a set is sorted, and what
 * is absent is as a default. Dynamic messages, since the others set their fields by reflection.
 */
final class Meaning {

  private Meaning() {}

  static Message of(Message message) {
    Message.Builder builder = DynamicMessage.newBuilder(message.getDescriptorForType());
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                copy(builder, field, value);
              } else if (field.isRepeated()) {
                elements(field, (List<?>) value).forEach(e -> builder.addRepeatedField(field, e));
              } else if (!isUnset(field, (Message) value)) {
                builder.setField(field, of((Message) value));
              }
            });
    return builder.build();
  }

  /** A status without fields says what none says. */
  private static boolean isUnset(FieldDescriptor field, Message value) {
    return field.getName().equals("status") && value.equals(value.getDefaultInstanceForType());
  }

  /** Fields without presence that hold their default read back as absent, in both encodings. */
  private static void copy(Message.Builder builder, FieldDescriptor field, Object value) {
    if (field.isRepeated() || field.hasPresence() || !value.equals(field.getDefaultValue())) {
      builder.setField(field, value);
    }
  }

  private static List<Message> elements(FieldDescriptor field, List<?> values) {
    List<Message> elements = new ArrayList<>();
    for (Object value : values) {
      elements.add(of((Message) value));
    }
    return isSet(field) && elements.size() > 1 ? sorted(elements) : elements;
  }

  private static List<Message> sorted(List<Message> elements) {
    List<Map.Entry<ByteString, Message>> byBytes = new ArrayList<>();
    for (Message element : elements) {
      byBytes.add(Map.entry(element.toByteString(), element));
    }
    byBytes.sort(Map.Entry.comparingByKey(ByteString.unsignedLexicographicalComparator()));
    return byBytes.stream().map(Map.Entry::getValue).toList();
  }

  private static boolean isSet(FieldDescriptor field) {
    return switch (field.getName()) {
      case "attributes",
          "filtered_attributes",
          "scope_spans",
          "scope_logs",
          "scope_metrics",
          "metrics",
          "data_points",
          "exemplars" ->
          true;
      case "values" -> field.getContainingType().getName().equals("KeyValueList");
      default -> false;
    };
  }

  static void assertSame(Message ours, Message theirs) {
    Message our = of(ours);
    Message their = of(theirs);
    if (!our.equals(their)) {
      List<String> ourLines = our.toString().lines().toList();
      List<String> theirLines = their.toString().lines().toList();
      int same = 0;
      while (same < Math.min(ourLines.size(), theirLines.size())
          && ourLines.get(same).equals(theirLines.get(same))) {
        same++;
      }
      throw new AssertionError(
          "expected:\n" + around(theirLines, same) + "\nbut was:\n" + around(ourLines, same));
    }
  }

  private static String around(List<String> lines, int line) {
    int from = Math.max(0, line - 10);
    return String.join("\n", lines.subList(from, Math.min(lines.size(), line + 5)));
  }
}
