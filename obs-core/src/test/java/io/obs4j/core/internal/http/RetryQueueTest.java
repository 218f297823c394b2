package io.obs4j.core.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.judges.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which request goes next, and whose fault a failure is. */
class RetryQueueTest {

  private static final long MEMORY = 1 << 20;

  @TempDir Path parent;
  private final Retry retry = new Retry(3, Duration.ofHours(1), Duration.ofHours(1));
  private final Spills spills = new Spills(Path.of("unused"));
  private final List<String> dropped = new ArrayList<>();

  /** For how long the last alarm was set. */
  private long armed;

  private RetryQueue queue(Spill disk) {
    HttpSettings settings = new HttpSettingsBuilder("http://127.0.0.1:1").build("text/plain");
    Diagnostics diagnostics = Diagnostics.loggingTo(new LogLines());
    HttpDestination destination =
        new HttpDestination(
            "queue",
            settings,
            retry,
            AnswerFormat.PLAIN,
            new DestinationReport(diagnostics, Clock.system(), "test", settings, "Look at it."),
            SendMeter.NONE,
            Clock.system(),
            new Alarms() {
              @Override
              public Alarm after(long nanos, Runnable call) {
                armed = nanos;
                return () -> {};
              }

              @Override
              public void close() {}
            });
    return new RetryQueue(destination, MEMORY, disk, () -> {});
  }

  private Parcel parcel(String text) {
    SendMeter meter =
        new SendMeter() {
          @Override
          public void settled(int records, String reason) {
            if (!reason.isEmpty()) {
              dropped.add(text);
            }
          }
        };
    return new Parcel(text.getBytes(UTF_8), Spills.PLAIN, 1, new Shipment(1, meter));
  }

  private static String text(Parcel parcel) {
    return new String(parcel.content(), UTF_8);
  }

  private static void fail(RetryQueue queue, Circuit.Pass pass, Parcel parcel) {
    queue.conclude(pass, Delivery.unavailable(504, 0), parcel);
  }

  /** Three that fail, so that the circuit opens. */
  private void open(RetryQueue queue) {
    for (int i = 0; i < 3; i++) {
      fail(queue, queue.pass(), parcel("bad " + i));
    }
    assertThat(queue.pass()).isNull();
  }

  private static Circuit.Pass probe(RetryQueue queue) {
    queue.hurry();
    Circuit.Pass pass = queue.pass();
    assertThat(pass).isEqualTo(Circuit.Pass.PROBE);
    return pass;
  }

  @Test
  void take_probe_takesWhatHasNotFailedBeforeWhatHas() {
    RetryQueue queue = queue(null);
    open(queue);
    queue.keep(parcel("fresh"));

    Circuit.Pass pass = probe(queue);
    Parcel first = queue.take(pass);
    assertThat(text(first)).isEqualTo("fresh");
    queue.conclude(pass, Delivery.accepted(0, 200), first);

    assertThat(queue.pass()).isEqualTo(Circuit.Pass.USUAL);
    assertThat(dropped).isEmpty();
  }

  @Test
  void take_probe_takesWhatIsOnDiskBeforeWhatHasFailedInMemory() {
    Spill disk = new Spills(parent).open(MEMORY);
    Spills.add(disk, "on disk");
    RetryQueue queue = queue(disk);
    open(queue);

    assertThat(text(queue.take(probe(queue)))).isEqualTo("on disk");
    queue.close();
  }

  @Test
  void conclude_probesFailWhileNothingArrives_areNoFaultOfTheRequest() {
    RetryQueue queue = queue(null);
    open(queue);
    for (int i = 0; i < 100; i++) {
      Circuit.Pass pass = probe(queue);
      fail(queue, pass, queue.take(pass));
    }
    assertThat(dropped).isEmpty();
    assertThat(queue.buffer().size()).isEqualTo(3);
  }

  @Test
  void conclude_probesFailThoughOthersArrive_dropsWhatAlwaysFails() {
    RetryQueue queue = queue(null);
    open(queue);
    for (int i = 0; i < 50; i++) {
      queue.keep(parcel("good " + i));
      Circuit.Pass pass = probe(queue);
      Parcel good = queue.take(pass);
      assertThat(text(good)).isEqualTo("good " + i);
      queue.conclude(pass, Delivery.accepted(0, 200), good);
      if (queue.buffer().size() == 0) {
        break;
      }
      // Opens the circuit again, and has no room.
      queue.conclude(queue.pass(), Delivery.unavailable(504, 1), parcel("x".repeat(2 << 20)));
      pass = probe(queue);
      fail(queue, pass, queue.take(pass));
    }
    assertThat(queue.buffer().size()).isZero();
    assertThat(dropped).contains("bad 0", "bad 1", "bad 2");
  }

  @Test
  void hurry_requestsThatHaveFailedWait_areDueAtOnce() {
    Spill disk = new Spills(parent).open(MEMORY);
    RetryQueue queue = queue(disk);
    fail(queue, queue.pass(), parcel("in memory"));
    assertThat(queue.isDue()).isFalse();
    queue.hurry();
    assertThat(text(queue.take(queue.pass()))).isEqualTo("in memory");

    long later = Clock.system().nanoTime() + Duration.ofHours(1).toNanos();
    disk.keep(parcel("on disk").with(new Trials(1, 1, 0, later)));
    assertThat(queue.isDue()).isFalse();
    queue.hurry();
    assertThat(text(queue.take(queue.pass()))).isEqualTo("on disk");
    queue.close();
  }

  @Test
  void take_twoFromDiskAreUnderWay_waitsForTheirFate() {
    Spill disk = new Spills(parent).open(MEMORY);
    for (int i = 0; i < 3; i++) {
      Spills.add(disk, "old " + i);
    }
    RetryQueue queue = queue(disk);
    Circuit.Pass pass = queue.pass();
    Parcel first = queue.take(pass);
    queue.take(pass);
    queue.keep(parcel("new"));

    assertThat(text(queue.take(pass))).isEqualTo("new");
    assertThat(queue.take(pass)).isNull();
    assertThat(queue.isDue()).isFalse();

    fail(queue, pass, first);
    assertThat(queue.isDue()).isTrue();
    assertThat(text(queue.take(pass))).isEqualTo("old 2");
    queue.close();
  }

  /** Otherwise it would be asked for again and again, until it can be read. */
  @Test
  void arm_probeAndOnlyWhatCannotBeRead_waitsUntilThatIsReadAgain() throws Exception {
    Spills kept = new Spills(parent);
    Spill disk = kept.open(MEMORY);
    Spills.add(disk, "old");
    Path file = kept.files().get(0);
    Files.delete(file);
    Files.createDirectory(file);
    RetryQueue queue = queue(disk);
    queue.conclude(queue.pass(), Delivery.unavailable(504, 1), parcel("x".repeat(2 << 20)));
    for (int i = 0;
        i < 8 && armed == 0;
        i++) { // The pauses grow beyond what a test may be held up.
      Circuit.Pass pass = probe(queue);
      assertThat(queue.take(pass)).isNull();
      queue.unused(pass);
      queue.arm();
    }

    assertThat(armed).isPositive();
    queue.close();
  }

  @Test
  void take_failedRequestCameFromDisk_waitsLikeOneInMemory() {
    Spill disk = new Spills(parent).open(MEMORY);
    Spills.add(disk, "bad");
    Spills.add(disk, "good");
    RetryQueue queue = queue(disk);
    Circuit.Pass pass = queue.pass();
    fail(queue, pass, queue.take(pass));

    Parcel second = queue.take(pass);
    assertThat(text(second)).isEqualTo("good");
    queue.conclude(pass, Delivery.accepted(0, 200), second);
    assertThat(queue.take(pass)).isNull();
    assertThat(queue.isDue()).isFalse();
    queue.close();
    assertThat(spills.dropped).isZero();
  }
}
