package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stack traces beside those that the JDK prints, of random throwables that cause one another. */
class StackTraceDifferentialTest {

  private static final int PROGRAMS = Integer.getInteger("obs4j.programs", 10_000);

  private static final @Nullable String[] MESSAGES = {
    null,
    "",
    "plain",
    "two\nlines\r\n\tand a tab",
    "\"quoted\\\"",
    "é€😀",
    "\ud83d lone \ude00",
    "\0\u001f\u007f\u2028",
    "x".repeat(300)
  };

  /** A cause that is not known when it is made, so that there can be cycles. */
  private static class Linked extends Exception {

    private static final long serialVersionUID = 1;

    @Nullable Throwable linked;

    Linked(@Nullable String message) {
      super(message);
    }

    @Override
    public synchronized @Nullable Throwable getCause() {
      return linked;
    }
  }

  /** Tells something else than its class and message, null perhaps. */
  private static final class Talking extends Linked {

    private static final long serialVersionUID = 1;

    private final @Nullable String words;

    Talking(@Nullable String words) {
      super("not this");
      this.words = words;
    }

    @Override
    @SuppressWarnings({"NullAway", "OverrideThrowableToString"}) // As foreign code may.
    public String toString() {
      return words;
    }
  }

  private static final class Localized extends Linked {

    private static final long serialVersionUID = 1;

    Localized(@Nullable String message) {
      super(message);
    }

    @Override
    public String getLocalizedMessage() {
      return "here: " + getMessage();
    }
  }

  private final long seed = Long.getLong("obs4j.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final StackTraceWriter writer =
      StackTraces.builder()
          .bytes(16 << 20)
          .hash()
          .build()
          .writer(Masking.standard().masker(Diagnostics.create()));
  private final ByteSink sink = new ByteSink(64);

  private static String printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return JsonString.readBack(text.toString().replace(System.lineSeparator(), "\n"));
  }

  /** As an independent parser reads it. */
  private String written(Throwable thrown) throws IOException {
    sink.reset();
    sink.writeByte('"');
    writer.write(sink, thrown);
    sink.writeByte('"');
    try (JsonParser json = new JsonFactory().createParser(sink.toByteArray())) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
      String text = json.getText();
      assertThat(json.nextToken()).isNull();
      return text;
    }
  }

  private Linked throwable() {
    String message = MESSAGES[random.nextInt(MESSAGES.length)];
    Linked made =
        switch (random.nextInt(4)) {
          case 0 -> new Talking(message);
          case 1 -> new Localized(message);
          default -> new Linked(message);
        };
    if (random.nextInt(3) > 0) {
      made.setStackTrace(frames());
    }
    return made;
  }

  private StackTraceElement[] frames() {
    StackTraceElement[] frames = new StackTraceElement[random.nextInt(12)];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = frame(random.nextInt(3) + frames.length - i);
    }
    return frames;
  }

  /** From so few that traces have frames in common. */
  private static StackTraceElement frame(int n) {
    return switch (n % 7) {
      case 0 -> new StackTraceElement("a.Äre", "lambda$run$" + n, "Äre.java", n);
      case 1 -> new StackTraceElement("app", "mod", "1.0", "b.B$1", "<init>", "B.java", -1);
      case 2 -> new StackTraceElement("c.C", "call", null, -2);
      case 3 -> new StackTraceElement("", "java.base", null, "d.D", "m", null, n);
      default -> new StackTraceElement("e.E" + n, "m", "\"E\".java", n);
    };
  }

  private Throwable graph() {
    List<Linked> nodes = new ArrayList<>();
    for (int count = 1 + random.nextInt(7); count > 0; count--) {
      nodes.add(throwable());
    }
    for (Linked node : nodes) {
      if (random.nextInt(4) > 0) {
        node.linked = nodes.get(random.nextInt(nodes.size()));
      }
      for (int count = random.nextInt(3); count > 0; count--) {
        Throwable suppressed = nodes.get(random.nextInt(nodes.size()));
        if (suppressed != node && random.nextBoolean()) {
          node.addSuppressed(suppressed);
        }
      }
    }
    return nodes.get(0);
  }

  @Test
  void write_randomThrowables_isWhatTheJdkPrints() throws IOException {
    System.out.println("StackTraceDifferentialTest: -Dobs4j.seed=" + seed);
    for (int program = 0; program < PROGRAMS; program++) {
      Throwable thrown = graph();
      String expected = printed(thrown);
      for (int times = 0; times < 3; times++) {
        assertThat(written(thrown)).as("program %s, seed %s", program, seed).isEqualTo(expected);
      }
      change(thrown);
      assertThat(written(thrown))
          .as("program %s, seed %s", program, seed)
          .isEqualTo(printed(thrown));
    }
  }

  /** Whatever was kept of it holds no longer. */
  private void change(Throwable thrown) {
    Throwable changed = thrown;
    while (random.nextBoolean() && changed.getCause() != null) {
      changed = changed.getCause();
    }
    switch (random.nextInt(4)) {
      case 0 -> changed.setStackTrace(frames());
      case 1 -> changed.addSuppressed(new Exception("late"));
      case 2 -> ((Linked) changed).linked = random.nextBoolean() ? null : throwable();
      default -> changed.fillInStackTrace();
    }
  }
}
