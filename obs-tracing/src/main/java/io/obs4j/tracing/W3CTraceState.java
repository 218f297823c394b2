package io.obs4j.tracing;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A trace state by the grammar of level 2, which allows keys that the state of the OpenTelemetry
 * API does not. It remembers the header that it came from, to send it on as it is. Never empty;
 * immutable.
 *
 * <p>Equality is by value with every {@link TraceState}, and the hash codes then agree; the API's
 * own are equal to their own kind only.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/#tracestate-header">W3C Trace Context Level
 *     2, section 3.3</a>
 */
final class W3CTraceState implements TraceState {

  /** How many members a list may have. */
  static final int MOST_MEMBERS = 32;

  /** Characters of a header that are looked at: twice what the longest list can have. */
  static final int LONGEST = 32_768;

  private final String header;
  private final List<String> members;

  private W3CTraceState(String header, List<String> members) {
    this.header = header;
    this.members = members;
  }

  /** Keys and values, one after another. */
  static TraceState of(List<String> members) {
    return members.isEmpty()
        ? TraceState.getDefault()
        : new W3CTraceState(text(members), List.copyOf(members));
  }

  /**
   * Reads a header. As the specification permits, a list with anything malformed, a key twice or
   * too many members is discarded whole.
   *
   * @return an empty state if there is nothing in the header, or anything malformed
   */
  static TraceState parse(String header) {
    List<String> members = TraceStateList.parse(header);
    return members == null ? TraceState.getDefault() : of(members);
  }

  /** What any trace state, which is not empty, looks like in a header. */
  static String text(TraceState state) {
    if (state instanceof W3CTraceState ours) {
      return ours.header;
    }
    StringBuilder text = new StringBuilder();
    state.forEach(
        new BiConsumer<>() {
          @Override
          public void accept(String key, String value) {
            append(text, key, value);
          }
        });
    return text.toString();
  }

  private static String text(List<String> members) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < members.size(); i += 2) {
      append(text, members.get(i), members.get(i + 1));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String key, String value) {
    if (text.length() > 0) {
      text.append(',');
    }
    text.append(key).append('=').append(value);
  }

  @Override
  public @Nullable String get(@Nullable String key) {
    for (int i = 0; i < members.size(); i += 2) {
      if (members.get(i).equals(key)) {
        return members.get(i + 1);
      }
    }
    return null;
  }

  @Override
  public int size() {
    return members.size() / 2;
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public void forEach(BiConsumer<String, String> consumer) {
    for (int i = 0; i < members.size(); i += 2) {
      consumer.accept(members.get(i), members.get(i + 1));
    }
  }

  @Override
  public Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>();
    forEach(map::put);
    return Collections.unmodifiableMap(map);
  }

  @Override
  public TraceStateBuilder toBuilder() {
    return new W3CTraceStateBuilder(members);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TraceState state && header.equals(text(state));
  }

  /** The one of an equal state that the API made. */
  @Override
  public int hashCode() {
    TraceStateBuilder builder = TraceState.builder();
    for (int i = members.size() - 2; i >= 0; i -= 2) {
      builder.put(members.get(i), members.get(i + 1));
    }
    return builder.build().hashCode();
  }

  @Override
  public String toString() {
    return header;
  }
}
