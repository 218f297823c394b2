package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.nio.CharBuffer;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keys that their object has already, by each policy. */
class CollisionTest {

  private final Diagnostics diagnostics = Diagnostics.create();
  private final StrictReader reader = new StrictReader();

  private Map<String, Object> line(KeyCollision policy, boolean nested, LogEvent event) {
    ByteSink out = new ByteSink(16);
    LineFormat.ecs().toBuilder()
        .collisions(policy)
        .nested(nested)
        .build()
        .encoder(Resource.builder().service("orders", "1").build(), diagnostics)
        .encode(event, out);
    return reader.read(out);
  }

  private long counted(String policy) {
    return diagnostics
        .metrics()
        .counter(
            "obs.log.key.collisions",
            "{key}",
            "Keys of log events that their object had already.",
            Attributes.of(AttributeKey.stringKey("policy"), policy))
        .longValue();
  }

  /** The context comes first, then key-values in their order. */
  private static TestEvent twice() {
    return new TestEvent()
        .context(Map.of("user", "context"))
        .keyValue("user", "first")
        .keyValue("user", "second");
  }

  @Test
  void rename_secretKeysOfAMap_staySecret() {
    Map<Object, String> headers = new LinkedHashMap<>();
    headers.put(CharBuffer.wrap("token"), "one");
    headers.put("token", "two");
    ByteSink out = new ByteSink(16);
    LineFormat.ecs().toBuilder()
        .masking(Masking.standard())
        .build()
        .encoder(Resource.builder().service("orders", "1").build(), diagnostics)
        .encode(new TestEvent().keyValue("headers", headers), out);

    assertThat(reader.read(out).get("headers")).isEqualTo(Map.of("token", "***", "token_1", "***"));
  }

  @Test
  void rename_keyOfAnother_getsANumber() {
    assertThat(line(KeyCollision.RENAME, false, twice()))
        .containsEntry("user", "context")
        .containsEntry("user_1", "first")
        .containsEntry("user_2", "second");
    assertThat(counted("rename")).isEqualTo(2);
  }

  @Test
  void lastWins_keyOfAnother_replacesItsValue() {
    assertThat(line(KeyCollision.LAST_WINS, false, twice()))
        .containsEntry("user", "second")
        .doesNotContainKey("user_1");
    assertThat(counted("last_wins")).isEqualTo(2);
  }

  @Test
  void drop_keyOfAnother_isLeftOut() {
    assertThat(line(KeyCollision.DROP, false, twice()))
        .containsEntry("user", "context")
        .doesNotContainKey("user_1");
    assertThat(counted("drop")).isEqualTo(2);
  }

  @Test
  void rename_nameThatIsTakenByTheNumberedOne_getsTheNext() {
    TestEvent event =
        new TestEvent().keyValue("user_1", "taken").keyValue("user", "a").keyValue("user", "b");

    assertThat(line(KeyCollision.RENAME, false, event))
        .containsEntry("user", "a")
        .containsEntry("user_1", "taken")
        .containsEntry("user_2", "b");
  }

  @Test
  void rename_moreThanAreTold_areLeftOut() {
    TestEvent event = new TestEvent();
    for (int i = 0; i <= 2 * Names.MOST_NUMBERS; i++) {
      event.keyValue("user", i);
    }

    assertThat(line(KeyCollision.RENAME, false, event))
        .containsEntry("user_" + Names.MOST_NUMBERS, Names.MOST_NUMBERS)
        .doesNotContainKey("user_" + (Names.MOST_NUMBERS + 1));
    assertThat(counted("rename")).isEqualTo(2 * Names.MOST_NUMBERS);
  }

  @Test
  void everyPolicy_fieldOfTheFormat_stays() {
    for (KeyCollision policy : KeyCollision.values()) {
      Map<String, Object> line =
          line(
              policy,
              false,
              new TestEvent()
                  .keyValue("message", "forged")
                  .keyValue("log.level", "forged")
                  .keyValue("service.name", "forged"));
      assertThat(line)
          .as(policy.name())
          .containsEntry("message", "hello")
          .containsEntry("log.level", "INFO")
          .containsEntry("service.name", "orders");
      assertThat(line.containsKey("message_1")).isEqualTo(policy == KeyCollision.RENAME);
      assertThat(counted(policy.name().toLowerCase(java.util.Locale.ROOT))).isEqualTo(3);
    }
  }

  @Test
  void fieldThatTheEventDoesNotHave_leavesItsNameFree() {
    assertThat(line(KeyCollision.DROP, false, new TestEvent().keyValue("trace.id", "mine")))
        .containsEntry("trace.id", "mine");
    assertThat(counted("drop")).isZero();
  }

  @Test
  void nested_leafBeforeAnObject_eachPolicy() {
    TestEvent event = new TestEvent().keyValue("a", 1).keyValue("a.b", 2).keyValue("a.c", 3);

    assertThat(line(KeyCollision.RENAME, true, event))
        .containsEntry("a", 1)
        .containsEntry("a_1", Map.of("b", 2, "c", 3));
    assertThat(line(KeyCollision.LAST_WINS, true, event))
        .containsEntry("a", Map.of("b", 2, "c", 3));
    assertThat(line(KeyCollision.DROP, true, event)).containsEntry("a", 1);
  }

  @Test
  void nested_objectBeforeALeaf_eachPolicy() {
    TestEvent event = new TestEvent().keyValue("a.b", 2).keyValue("a.c", 3).keyValue("a", 1);

    assertThat(line(KeyCollision.RENAME, true, event))
        .containsEntry("a", Map.of("b", 2, "c", 3))
        .containsEntry("a_1", 1);
    assertThat(line(KeyCollision.LAST_WINS, true, event)).containsEntry("a", 1);
    assertThat(line(KeyCollision.DROP, true, event)).containsEntry("a", Map.of("b", 2, "c", 3));
  }

  @Test
  void nested_objectOfTheFormat_isSharedAndItsFieldsStay() {
    TestEvent event =
        new TestEvent().keyValue("service.owner", "checkout").keyValue("service.name", "forged");

    assertThat(line(KeyCollision.LAST_WINS, true, event))
        .extractingByKey("service")
        .isEqualTo(Map.of("name", "orders", "version", "1", "owner", "checkout"));
  }

  @Test
  void mapWithinAKeyValue_keysOfOneText_followThePolicy() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put(1, "number");
    map.put("1", "text");
    TestEvent event = new TestEvent().keyValue("map", map);

    assertThat(line(KeyCollision.RENAME, false, event))
        .containsEntry("map", Map.of("1", "number", "1_1", "text"));
    assertThat(line(KeyCollision.DROP, false, event)).containsEntry("map", Map.of("1", "number"));
    assertThat(line(KeyCollision.LAST_WINS, false, event))
        .containsEntry("map", Map.of("1", "text"));
    assertThat(List.of(counted("rename"), counted("drop"), counted("last_wins"))).containsOnly(1L);
  }

  private static TestEvent tree() {
    return new TestEvent()
        .keyValue(
            "tree",
            Value.of(
                KeyValue.of("zeta", Value.of(1)),
                KeyValue.of("alpha", Value.of(2)),
                KeyValue.of("zeta", Value.of(3)),
                KeyValue.of("mid", Value.of(4))));
  }

  @Test
  void treeOfTheApi_keepsItsOrderAndFollowsThePolicy() {
    assertThat(line(KeyCollision.RENAME, false, tree()).get("tree"))
        .hasToString("{zeta=1, alpha=2, zeta_1=3, mid=4}");
    assertThat(line(KeyCollision.DROP, false, tree()).get("tree"))
        .hasToString("{zeta=1, alpha=2, mid=4}");
    assertThat(line(KeyCollision.LAST_WINS, false, tree()).get("tree"))
        .hasToString("{zeta=3, alpha=2, mid=4}");
    assertThat(List.of(counted("rename"), counted("drop"), counted("last_wins"))).containsOnly(1L);
  }

  @Test
  void lastWins_mapWithoutEnd_isCutLikeAnyOther() {
    Map<Object, Object> endless =
        new AbstractMap<>() {
          @Override
          public Set<Entry<Object, Object>> entrySet() {
            return new AbstractSet<>() {
              @Override
              public Iterator<Entry<Object, Object>> iterator() {
                return Stream.iterate(0, i -> i + 1)
                    .map(i -> Map.<Object, Object>entry(i, i))
                    .iterator();
              }

              @Override
              public int size() {
                return Integer.MAX_VALUE;
              }
            };
          }
        };

    assertThat(line(KeyCollision.LAST_WINS, false, new TestEvent().keyValue("map", endless)))
        .containsEntry("log.truncated", "map");
  }

  @Test
  void keysThatDifferInLoneSurrogates_areOneKey() {
    TestEvent event = new TestEvent().keyValue("\uD800", "a").keyValue("\uDC00", "b");

    assertThat(line(KeyCollision.RENAME, false, event))
        .containsEntry("\uFFFD", "a")
        .containsEntry("\uFFFD_1", "b");
    assertThat(List.of(counted("rename"), counted("drop"))).containsExactly(1L, 0L);
  }
}
