package io.obs4j.slf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.obs4j.logging.format.LogLevel;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class ThreadContextTest {

  private final ThreadContext context = new ThreadContext(false);

  @AfterEach
  void clear() {
    MDC.clear();
  }

  @Test
  void put_replacesTheValueAndKeepsTheOrder() {
    context.put("a", "1");
    context.put("b", "2");
    context.put("a", "3");

    assertThat(context.get("a")).isEqualTo("3");
    assertThat(context.getCopyOfContextMap()).isEqualTo(Map.of("a", "3", "b", "2"));
  }

  @Test
  void put_ofNull_takesTheKeyAway() {
    context.put("a", "1");
    context.put("a", null);
    context.put("never", null);

    assertThat(context.getCopyOfContextMap()).isEmpty();
  }

  @Test
  void nullKeys_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> context.put(null, "1"));
    assertThatIllegalArgumentException().isThrownBy(() -> context.get(null));
    assertThatIllegalArgumentException().isThrownBy(() -> context.remove(null));
  }

  @Test
  void remove_ofEachOfThree_leavesTheOthers() {
    for (String key : new String[] {"a", "b", "c"}) {
      context.setContextMap(Map.of("a", "1", "b", "2", "c", "3"));
      context.remove(key);
      context.remove("unknown");

      assertThat(context.getCopyOfContextMap()).hasSize(2).doesNotContainKey(key);
    }
  }

  @Test
  void setContextMap_copies_andLeavesOutWhatIsNull() {
    Map<String, String> map = new HashMap<>();
    map.put("a", "1");
    map.put(null, "2");
    map.put("b", null);
    context.setContextMap(map);
    map.put("c", "3");

    assertThat(context.getCopyOfContextMap()).isEqualTo(Map.of("a", "1"));
    context.setContextMap(null);
    assertThat(context.getCopyOfContextMap()).isEmpty();
  }

  @Test
  void deques_arePerKeyAndLastInFirstOut() {
    context.pushByKey("a", "1");
    context.pushByKey("a", "2");
    context.pushByKey("b", "3");

    assertThat(context.getCopyOfDequeByKey("a")).containsExactly("2", "1");
    assertThat(context.popByKey("a")).isEqualTo("2");
    assertThat(context.popByKey("a")).isEqualTo("1");
    assertThat(context.popByKey("a")).isNull();
    assertThat(context.popByKey("unknown")).isNull();
    context.clearDequeByKey("b");
    assertThat(context.getCopyOfDequeByKey("b")).isNull();
    assertThat(context.getCopyOfContextMap()).isEmpty();
  }

  @Test
  void deques_ofNull_areLeftAlone() {
    context.pushByKey(null, "1");
    context.clearDequeByKey(null);

    assertThat(context.popByKey(null)).isNull();
    assertThat(context.getCopyOfDequeByKey(null)).isNull();
  }

  @Test
  void newThread_unlessAskedFor_beginsWithoutContext() throws Exception {
    MDC.put("tenant", "acme");
    String[] seen = {"unset"};
    Thread thread = new Thread(() -> seen[0] = MDC.get("tenant"));
    thread.start();
    thread.join();

    assertThat(seen[0]).isNull();
  }

  @Test
  void line_hasTheContextOfItsMoment() {
    Logger logger = LoggerFactory.getLogger("io.acme.Mdc");
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      MDC.put("tenant", "ac\"me");
      logger.info("with");
      try (MDC.MDCCloseable closing = MDC.putCloseable("order", "17")) {
        assertThat(closing).isNotNull();
        logger.info("with both");
      }
      MDC.clear();
      logger.info("without");

      assertThat(captured.lines().get(0).path("tenant").asText()).isEqualTo("ac\"me");
      assertThat(captured.lines().get(0).has("order")).isFalse();
      assertThat(captured.lines().get(1).path("order").asText()).isEqualTo("17");
      assertThat(captured.lines().get(2).has("tenant")).isFalse();
    }
  }
}
