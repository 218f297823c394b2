package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BroadcastTest {

  private final RecordingLogger logger = new RecordingLogger();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(logger);
  private final Broadcast<String> broadcast = new Broadcast<>(diagnostics);
  private final List<String> heard = new ArrayList<>();

  @Test
  void publish_toNobody_isForgotten() {
    broadcast.publish("a");
    broadcast.subscribe(heard::add);

    assertThat(heard).isEmpty();
  }

  @Test
  void publish_toSeveral_reachesThemInTheirOrderOnThisThread() {
    List<Thread> threads = new ArrayList<>();
    broadcast.subscribe(record -> heard.add("first " + record));
    broadcast.subscribe(record -> heard.add("second " + record));
    broadcast.subscribe(record -> threads.add(Thread.currentThread()));
    broadcast.publish("a");

    assertThat(heard).containsExactly("first a", "second a");
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void close_ofOneOfTwoSubscriptionsOfOneConsumer_leavesTheOther() {
    Consumer<String> subscriber = heard::add;
    RecordSource.Subscription first = broadcast.subscribe(subscriber);
    broadcast.subscribe(subscriber);
    first.close();
    first.close();
    broadcast.publish("a");

    assertThat(heard).containsExactly("a");
  }

  @Test
  void close_fromWithinTheSubscriber_endsIt() {
    AtomicReference<RecordSource.Subscription> own = new AtomicReference<>();
    own.set(
        broadcast.subscribe(
            record -> {
              heard.add(record);
              own.get().close();
            }));
    broadcast.publish("a");
    broadcast.publish("b");

    assertThat(heard).containsExactly("a");
  }

  @Test
  void publish_toOneThatThrows_reachesTheOthersAndIsToldOnce() {
    IllegalStateException thrown = new IllegalStateException("broken");
    broadcast.subscribe(
        record -> {
          throw thrown;
        });
    broadcast.subscribe(heard::add);
    broadcast.publish("a");
    broadcast.publish("b");

    assertThat(heard).containsExactly("a", "b");
    assertThat(diagnostics.faultCount(Broadcast.FAULT)).isEqualTo(2);
    assertThat(logger.lines).singleElement().extracting("cause").isSameAs(thrown);
  }

  @Test
  void publish_toOneThatThrowsAnError_isSurvived() {
    broadcast.subscribe(
        record -> {
          throw new StackOverflowError();
        });
    broadcast.subscribe(heard::add);
    broadcast.publish("a");

    assertThat(heard).containsExactly("a");
  }

  @Test
  void none_subscribed_neverCallsAndCanBeClosed() {
    try (RecordSource.Subscription none = RecordSource.<String>none().subscribe(heard::add)) {
      assertThat(none).isNotNull();
    }
    assertThat(heard).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // What is refused must be handed in.
  void nulls_areRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> broadcast.subscribe(null))
        .withMessage("subscriber");
    assertThatNullPointerException()
        .isThrownBy(() -> new Broadcast<String>(null))
        .withMessage("diagnostics");
  }
}
