package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastingValueTest {

  private final LineEncoder encoder =
      LineFormat.ecs().encoder(Resource.builder().build(), Diagnostics.create());
  private final LastingValue lasting = encoder.lastingValue();

  @Test
  void of_valuesOfTheApi_keepsTheirTypes() {
    Value<?> map = Value.of(KeyValue.of("id", Value.of(7)), KeyValue.of("paid", Value.of(true)));
    Value<?> list = Value.of(Value.of("a"), Value.of(1.5));
    Value<?> bytes = Value.of(new byte[] {1, 2});

    assertThat(lasting.of(map)).isSameAs(map);
    assertThat(lasting.of(list)).isSameAs(list);
    assertThat(lasting.of(bytes)).isSameAs(bytes);
    assertThat(lasting.of(Value.of("text"))).isEqualTo("text");
    assertThat(lasting.of(Value.of(17))).isEqualTo(17L);
    assertThat(lasting.of(Value.of(0.5))).isEqualTo(0.5);
    assertThat(lasting.of(Value.of(false))).isEqualTo(false);
  }

  @Test
  void of_valueWithinACollection_keepsItsType() {
    Value<?> map = Value.of(KeyValue.of("id", Value.of(7)));
    List<Object> changing = new ArrayList<>(List.of(map, Value.of(8), new byte[] {3}));

    Object kept = lasting.of(changing);
    changing.clear();

    assertThat(kept).isEqualTo(Value.of(map, Value.of(8), Value.of(new byte[] {3})));
  }

  @Test
  void of_bytes_areCopied() {
    byte[] changing = {1, 2};

    Object kept = lasting.of(changing);
    changing[0] = 9;

    assertThat(kept).isEqualTo(Value.of(new byte[] {1, 2}));
    assertThat(lasting.weight()).isPositive();
  }

  @Test
  void of_cyclicMap_isWhole() {
    Map<String, Object> cyclic = new HashMap<>();
    cyclic.put("self", cyclic);

    assertThat(lasting.of(cyclic)).isEqualTo(Value.of(KeyValue.of("self", Value.of("..."))));
  }

  @Test
  void of_valueThatThrows_isANote() {
    Value<String> throwing =
        new Value<>() {
          @Override
          public ValueType getType() {
            throw new IllegalStateException();
          }

          @Override
          public String getValue() {
            throw new IllegalStateException();
          }

          @Override
          public String asString() {
            throw new IllegalStateException();
          }
        };

    assertThat(lasting.of(throwing)).isEqualTo("[FAILED toString()]");
  }

  @Test
  void weight_ofATree_countsItsTexts() {
    Object unused = lasting.of(Value.of(KeyValue.of("key", Value.of("x".repeat(10_000)))));

    assertThat(unused).isInstanceOf(Value.class);
    assertThat(lasting.weight()).isBetween(10_000, 11_000);
  }
}
