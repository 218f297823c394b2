package io.obs4j.logging.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What the hosts share: flyweights and buffers that are used again. */
class HostEncoderTest {

  private static final int EACH = 2_000;

  private final HostEncoder<Call> encoder =
      new HostEncoder<>(
          LineFormat.ecs().toBuilder()
              .lineLimit(1 << 20)
              .build()
              .encoder(Resource.builder().build(), Diagnostics.create()),
          CallEvent::new);

  /** An event of a host, which cannot be read if its number is negative. */
  private record Call(String worker, int number, Object argument) {

    Call(String worker, int number) {
      this(worker, number, worker);
    }
  }

  private static final class CallEvent extends TestEvent implements HostEvent<Call> {

    @Override
    public void lay(Call call) {
      keyValue("number", call.number());
      if (call.number() < 0) {
        throw new NoClassDefFoundError("of a service that was taken away");
      }
      logger = "io.acme." + call.worker();
      thread = call.worker();
      message = "{} of {}";
      arguments = new Object[] {call.number(), call.argument()};
    }

    @Override
    public void clear() {
      keyValues.clear();
      message = "cleared";
      arguments = new Object[0];
    }
  }

  private static Map<String, Object> read(byte[] line) {
    return new StrictReader().read(line, line.length);
  }

  /** By both of the ways that hosts have. */
  private byte[] line(Call call) {
    if (call.number() % 2 == 0) {
      return encoder.encode(call);
    }
    List<byte[]> taken = new ArrayList<>();
    encoder.encode(
        call,
        taken,
        (to, bytes, length) -> to.add(new String(bytes, 0, length, UTF_8).getBytes(UTF_8)));
    return taken.get(0);
  }

  @Test
  void manyThreads_neverMixTheirLines() throws InterruptedException {
    Queue<String> mixed = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String name = "worker-" + t;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < EACH; i++) {
                  Map<String, Object> line = read(line(new Call(name, i)));
                  if (!line.get("message").equals(i + " of " + name)
                      || !line.get("number").equals(i)
                      || !line.get("log.logger").equals("io.acme." + name)
                      || !line.get("process.thread.name").equals(name)) {
                    mixed.add(i + " of " + name + ": " + line);
                  }
                }
                mixed.add("done");
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(mixed).containsExactly("done", "done", "done", "done");
  }

  @Test
  void eventThatCannotBeRead_isALineAboutThat_andLeavesNothingBehind() {
    assertThat(read(encoder.encode(new Call("w", -1))))
        .containsEntry("log.level", "ERROR")
        .doesNotContainKey("number")
        .extractingByKey("message")
        .asString()
        .contains("java.lang.NoClassDefFoundError");
    assertThat(read(encoder.encode(new Call("w", 7))))
        .containsEntry("number", 7)
        .doesNotContainKey("number_1");
  }

  @Test
  void eventWithinAnother_hasALineOfItsOwn() {
    List<String> inner = new ArrayList<>();
    Object talkative =
        new Object() {
          @Override
          public String toString() {
            inner.add((String) read(line(new Call("inner", 1))).get("message"));
            return "said";
          }
        };

    assertThat(read(line(new Call("outer", 2, talkative)))).containsEntry("message", "2 of said");
    assertThat(inner).containsExactly("1 of inner");
  }

  @Test
  void lineTooLargeToKeepItsBuffer_isWhole_asIsTheNext() {
    String large = "x".repeat(200_000);

    assertThat(read(line(new Call("w", 2, large)))).containsEntry("message", "2 of " + large);
    assertThat(read(line(new Call("w", 3)))).containsEntry("message", "3 of w");
  }
}
