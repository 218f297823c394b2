package io.obs4j.tracing;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes a {@link W3CTraceState}. What was put last stands first, as the specification wants it. A
 * malformed key or value, or one member too many, is ignored, as the API's own builder does. Not
 * safe for use by several threads.
 */
final class W3CTraceStateBuilder implements TraceStateBuilder {

  private final List<String> members;

  W3CTraceStateBuilder(List<String> members) {
    this.members = new ArrayList<>(members);
  }

  @Override
  public TraceStateBuilder put(@Nullable String key, @Nullable String value) {
    if (key == null
        || value == null
        || !TraceStateList.isKey(key)
        || !TraceStateList.isValue(value)) {
      return this;
    }
    remove(key);
    if (members.size() < 2 * W3CTraceState.MOST_MEMBERS) {
      members.add(0, value);
      members.add(0, key);
    }
    return this;
  }

  @Override
  public TraceStateBuilder remove(@Nullable String key) {
    int index = key == null ? -1 : TraceStateList.indexOf(members, key);
    if (index >= 0) {
      members.subList(index, index + 2).clear();
    }
    return this;
  }

  @Override
  public TraceState build() {
    return W3CTraceState.of(members);
  }
}
