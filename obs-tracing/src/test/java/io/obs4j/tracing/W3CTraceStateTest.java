package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class W3CTraceStateTest {

  private final TraceState state = W3CTraceState.parse("0x=1,b=2");

  @Test
  void get_members_areFound() {
    assertThat(state.get("0x")).isEqualTo("1");
    assertThat(state.get("b")).isEqualTo("2");
    assertThat(state.get("c")).isNull();
    assertThat(state.get(null)).isNull();
    assertThat(state.size()).isEqualTo(2);
    assertThat(state.isEmpty()).isFalse();
    assertThat(state).hasToString("0x=1,b=2");
  }

  @Test
  void asMap_members_areInTheirOrderAndFixed() {
    Map<String, String> map = state.asMap();

    assertThat(map).containsExactly(entry("0x", "1"), entry("b", "2"));
    assertThatThrownBy(() -> map.put("c", "3")).isInstanceOf(UnsupportedOperationException.class);
    List<String> visited = new ArrayList<>();
    state.forEach((key, value) -> visited.add(key + value));
    assertThat(visited).containsExactly("0x1", "b2");
  }

  @Test
  void toBuilder_putAndRemove_followTheSpecification() {
    assertThat(state.toBuilder().put("b", "3").build()).hasToString("b=3,0x=1");
    assertThat(state.toBuilder().put("new", "9").build()).hasToString("new=9,0x=1,b=2");
    assertThat(state.toBuilder().remove("0x").remove("none").remove(null).build())
        .hasToString("b=2");
    assertThat(state.toBuilder().remove("0x").remove("b").build().isEmpty()).isTrue();
    assertThat(state).hasToString("0x=1,b=2");
  }

  @Test
  void toBuilder_whatIsMalformed_isIgnored() {
    assertThat(
            state.toBuilder()
                .put(null, "1")
                .put("k", null)
                .put("", "1")
                .put("K", "1")
                .put("k", "")
                .put("k", "a,b")
                .put("k", "a ")
                .build())
        .isEqualTo(state);
  }

  @Test
  void toBuilder_fullState_replacesButAddsNothing() {
    StringBuilder header = new StringBuilder("k0=0");
    for (int i = 1; i < 32; i++) {
      header.append(",k").append(i).append('=').append(i);
    }
    TraceState full = W3CTraceState.parse(header.toString());

    assertThat(full.size()).isEqualTo(32);
    assertThat(full.toBuilder().put("one-more", "1").build()).isEqualTo(full);
    assertThat(full.toBuilder().put("k31", "x").build().toString()).startsWith("k31=x,k0=0,");
  }

  @Test
  void equals_byValue_withEveryState() {
    TraceState theirs = TraceState.builder().put("b", "2").put("a", "1").build();
    TraceState ours = W3CTraceState.parse("a=1,b=2");

    assertThat(ours)
        .isEqualTo(theirs)
        .hasSameHashCodeAs(theirs)
        .isEqualTo(W3CTraceState.parse(" a=1 ,, b=2"))
        .hasSameHashCodeAs(W3CTraceState.parse(" a=1 ,, b=2"))
        .isNotEqualTo(W3CTraceState.parse("b=2,a=1"))
        .isNotEqualTo(W3CTraceState.parse("a=1"))
        .isNotEqualTo(TraceState.getDefault())
        .isNotEqualTo(null);
  }
}
