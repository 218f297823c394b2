package io.obs4j.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The small parts of the shop. */
class MainTest {

  @Test
  void main_unknownNameOrOption_exitsWith2() throws Exception {
    assertThat(ShopProcess.run("bakery")).startsWith("exit 2\n");
    assertThat(ShopProcess.run("inventory", "--error", "1")).startsWith("exit 2\n");
    assertThat(ShopProcess.run("inventory", "--errors", "1.5"))
        .startsWith("exit 2\n")
        .doesNotContain("Prometheus metrics at");
    assertThat(ShopProcess.run("load", "--rate")).startsWith("exit 2\n");
  }

  @Test
  void load_nobodyAnswers_tellsSo() throws Exception {
    // Port 1 needs privileges to listen on: nobody does.
    String said =
        ShopProcess.run(
            "load", "--gateway", "http://127.0.0.1:1", "--rate", "10", "--seconds", "0.3");
    assertThat(said).isEqualTo("exit 0\norders sent 3, completed 0, failed 3\n  not answered: 3\n");
  }

  @Test
  void chance_sameSeed_sameSequence() {
    Chance one = new Chance(7, 10, 0.5);
    Chance other = new Chance(7, 10, 0.5);
    for (int i = 0; i < 100; i++) {
      assertThat(one.nextMillis()).isEqualTo(other.nextMillis());
      assertThat(one.nextFails()).isEqualTo(other.nextFails());
    }
  }

  @Test
  void chance_times_areAroundTheMedian() {
    Chance chance = new Chance(1, 10, 0);
    double[] sorted = DoubleStream.generate(chance::nextMillis).limit(10_001).sorted().toArray();
    assertThat(sorted[5_000]).isCloseTo(10, within(0.5));
    assertThat(sorted[0]).isPositive();
    assertThat(sorted[10_000]).isGreaterThan(25);
    assertThat(chance.nextFails()).isFalse();
  }

  @Test
  void activeUsers_afterAMinute_areForgotten() {
    AtomicLong now = new AtomicLong();
    ActiveUsers users = new ActiveUsers(now::get);
    users.seen("a");
    now.set(40_000_000_000L);
    users.seen("b");
    users.seen("b");
    assertThat(users.count()).isEqualTo(2);
    now.set(70_000_000_000L);
    assertThat(users.count()).isEqualTo(1);
  }

  @Test
  void activeUsers_beyondTheLimit_areNotKept() {
    ActiveUsers users = new ActiveUsers(() -> 0);
    for (int i = 0; i < 10_100; i++) {
      users.seen("u" + i);
    }
    assertThat(users.count()).isEqualTo(10_000);
  }

  @Test
  void order_json_isReadBackEqual() {
    Order order = new Order("a \"quoted\" \u00fcser\n", "lamp\\", 3, 0.1);
    assertThat(Order.parse(order.json().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo(order);
  }
}
