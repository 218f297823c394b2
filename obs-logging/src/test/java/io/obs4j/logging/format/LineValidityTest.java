package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.MessageFormatter;

/** Any input in any position gives one valid line. */
class LineValidityTest {

  /** Texts and values, in all positions of an event. */
  private static final int INPUTS = 1_000_000;

  private final Diagnostics diagnostics = Diagnostics.create();
  private final Resource resource =
      Resource.builder().service("orders", "1").attribute("host.name", "h\"\n\ud83d").build();
  private final StrictReader reader = new StrictReader();

  private Map<String, Object> check(LineEncoder encoder, LogEvent event, ByteSink out) {
    out.reset();
    encoder.encode(event, out);
    Map<String, Object> line = reader.read(out);
    assertThat(out.size()).isLessThanOrEqualTo(encoder.format().lineLimit);
    return line;
  }

  @Test
  void encode_randomEvents_givesValidLines() {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    System.out.println("LineValidityTest: -Dobs4j.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    EventGenerator generator = new EventGenerator(random::nextInt);
    List<LineEncoder> encoders = new ArrayList<>();
    for (LineFormat format : EventGenerator.formats()) {
      encoders.add(format.encoder(resource, diagnostics));
    }
    ByteSink out = new ByteSink(1_024);
    int compared = 0;
    int events = 0;
    for (; generator.inputs() < INPUTS; events++) {
      TestEvent event = generator.event();
      LineEncoder encoder = encoders.get(random.nextInt(encoders.size()));
      Map<String, Object> line = check(encoder, event, out);
      compared += comparesMessage(encoder.format(), event, line) ? 1 : 0;
    }
    assertThat(compared).isGreaterThan(events / 20);
  }

  /** Whether the message of a whole line was found to be what SLF4J makes of it. */
  private static boolean comparesMessage(
      LineFormat format, TestEvent event, Map<String, Object> line) {
    Object written = line.get("message");
    // SLF4J prints the stack of each toString that throws.
    if (!(written instanceof String text)
        || text.contains(ForeignText.NO_TEXT)
        || line.containsKey(format.cutField)
        || !format.masking.patterns.isEmpty()
        || format.lineLimit < 4_000) {
      return false;
    }
    // Halves of a pair that come from a template and an argument are two characters to us.
    for (Object argument : event.arguments) {
      if (argument instanceof String part && !JsonString.readBack(part).equals(part)) {
        return false;
      }
    }
    if (event.message != null && !JsonString.readBack(event.message).equals(event.message)) {
      return false;
    }
    String expected = MessageFormatter.basicArrayFormat(event.message, event.arguments);
    assertThat(written).isEqualTo(JsonString.readBack(String.valueOf(expected)));
    return true;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}\n",
        "{\"a\":1}",
        "{\"a\":1}\n\n",
        "{\"a\":\n1}\n",
        "{\"a\":NaN}\n",
        "{\"a\":1}{\"b\":2}\n",
        "{\"a\":\"\t\"}\n",
        "{\"a\":01}\n",
        "[1]\n"
      })
  void read_plantedFault_isFound(String line) {
    byte[] bytes = line.getBytes(java.nio.charset.StandardCharsets.UTF_8);

    assertThatThrownBy(() -> reader.read(bytes, bytes.length)).isInstanceOf(AssertionError.class);
  }

  @Test
  void read_malformedUtf8_isFound() {
    byte[] bytes = "{\"a\":\"_\"}\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    bytes[6] = (byte) 0xC3;

    assertThatThrownBy(() -> reader.read(bytes, bytes.length)).isInstanceOf(AssertionError.class);
  }
}
