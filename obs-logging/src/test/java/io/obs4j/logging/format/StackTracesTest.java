package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.ByteSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class StackTracesTest {

  private static final String OWN = "io.obs4j.logging";

  private static StackTraceWriter writer(StackTraces.Builder form) {
    return form.build().writer(Masking.none().masker(Diagnostics.create()));
  }

  private static String written(StackTraceWriter writer, Throwable thrown) {
    ByteSink sink = new ByteSink(1);
    writer.write(sink, thrown);
    return JsonContent.decode(sink, 0);
  }

  private static String written(StackTraces.Builder form, Throwable thrown) {
    return written(writer(form), thrown);
  }

  private static StackTraceElement frame(String type, String method, int line) {
    return new StackTraceElement(
        type, method, type.substring(type.lastIndexOf('.') + 1) + ".java", line);
  }

  private static <T extends Throwable> T at(T thrown, StackTraceElement... frames) {
    thrown.setStackTrace(frames);
    return thrown;
  }

  private static Throwable wrapped() {
    Throwable root =
        at(
            new IOException("disk"),
            frame("java.io.FileStream", "open", 7),
            frame("com.acme.Store", "save", 12),
            frame("org.web.Dispatcher", "call", 99),
            frame("com.acme.Main", "main", 3));
    return at(
        new UncheckedIOException("save", (IOException) root),
        frame("com.acme.Store", "saveAll", 30),
        frame("org.web.Dispatcher", "call", 99),
        frame("com.acme.Main", "main", 3));
  }

  @Test
  void full_wrappedException_isAsTheJdkPrintsIt() {
    assertThat(written(StackTraces.builder(), wrapped()))
        .isEqualTo(
            """
            java.io.UncheckedIOException: save
            \tat com.acme.Store.saveAll(Store.java:30)
            \tat org.web.Dispatcher.call(Dispatcher.java:99)
            \tat com.acme.Main.main(Main.java:3)
            Caused by: java.io.IOException: disk
            \tat java.io.FileStream.open(FileStream.java:7)
            \tat com.acme.Store.save(Store.java:12)
            \t... 2 more
            """);
  }

  @Test
  void rootCauseFirst_wrappedException_elidesWhatTheCauseShowed() {
    assertThat(written(StackTraces.builder().rootCauseFirst(), wrapped()))
        .isEqualTo(
            """
            java.io.IOException: disk
            \tat java.io.FileStream.open(FileStream.java:7)
            \tat com.acme.Store.save(Store.java:12)
            \tat org.web.Dispatcher.call(Dispatcher.java:99)
            \tat com.acme.Main.main(Main.java:3)
            Wrapped by: java.io.UncheckedIOException: save
            \tat com.acme.Store.saveAll(Store.java:30)
            \t... 2 more
            """);
  }

  @Test
  void rootCauseFirst_suppressedAndCycle_areInTheirPlaces() {
    Exception outer = at(new Exception("outer"), frame("a.A", "a", 1));
    Exception inner = at(new Exception("inner", outer), frame("b.B", "b", 2));
    Exception late = at(new Exception("late", at(new Exception("why"), frame("c.C", "c", 3))));
    outer.initCause(inner);
    outer.addSuppressed(late);

    assertThat(written(StackTraces.builder().rootCauseFirst(), outer))
        .isEqualTo(
            """
            [CIRCULAR REFERENCE: java.lang.Exception: outer]
            Wrapped by: java.lang.Exception: inner
            \tat b.B.b(B.java:2)
            Wrapped by: java.lang.Exception: outer
            \tat a.A.a(A.java:1)
            \tSuppressed: java.lang.Exception: why
            \t\tat c.C.c(C.java:3)
            \tWrapped by: java.lang.Exception: late
            """);
  }

  @Test
  void collapse_packages_areCountedButForTheFrameThatThrew() {
    assertThat(written(StackTraces.builder().collapse("java", "org.web", "com.acme.Ma"), wrapped()))
        .isEqualTo(
            """
            java.io.UncheckedIOException: save
            \tat com.acme.Store.saveAll(Store.java:30)
            \t... 1 collapsed
            \tat com.acme.Main.main(Main.java:3)
            Caused by: java.io.IOException: disk
            \tat java.io.FileStream.open(FileStream.java:7)
            \tat com.acme.Store.save(Store.java:12)
            \t... 2 more
            """);
  }

  @Test
  void keepOnly_packages_collapsesAllOthers() {
    Exception thrown =
        at(
            new Exception(),
            frame("java.util.List", "get", 1),
            frame("java.util.List", "check", 2),
            frame("org.web.Filter", "call", 3),
            frame("com.acme.Store$Page", "save", 4),
            frame("com.acmeter.Gauge", "read", 5));

    assertThat(written(StackTraces.builder().keepOnly("com.acme"), thrown))
        .isEqualTo(
            """
            java.lang.Exception
            \tat java.util.List.get(List.java:1)
            \t... 2 collapsed
            \tat com.acme.Store$Page.save(Store.java:4)
            \t... 1 collapsed
            """
                .replace("(Store.java", "(Store$Page.java"));
  }

  @Test
  void frames_limited_tellsHowManyAreLeftOut() {
    assertThat(written(StackTraces.builder().frames(1), wrapped()))
        .isEqualTo(
            """
            java.io.UncheckedIOException: save
            \tat com.acme.Store.saveAll(Store.java:30)
            \t... 2 left out
            Caused by: java.io.IOException: disk
            \tat java.io.FileStream.open(FileStream.java:7)
            \t... 1 left out
            \t... 2 more
            """);
  }

  @Test
  void throwables_limited_tellsTheLimit() {
    Exception thrown = at(new Exception("1", at(new Exception("2", at(new Exception("3"))))));
    thrown.addSuppressed(at(new Exception("s")));

    assertThat(written(StackTraces.builder().throwables(2), thrown))
        .isEqualTo(
            """
            java.lang.Exception: 1
            \tSuppressed: java.lang.Exception: s
            Caused by: [LIMIT: 2 throwables]
            """);
  }

  @Test
  void throwables_aLongChain_exhaustsNoStack() {
    Exception thrown = new Exception("0");
    for (int i = 1; i < 100_000; i++) {
      thrown = at(new Exception("" + i, thrown));
    }

    assertThat(written(StackTraces.builder().rootCauseFirst().hash().throwables(1_000), thrown))
        .startsWith("[LIMIT: 1000 throwables]\nWrapped by: java.lang.Exception: 99000\n");
  }

  @Test
  void bytes_limited_cutsBetweenLinesAndTellsIt() {
    Exception thrown = new Exception("cut");
    String whole = written(StackTraces.builder(), thrown);
    String cut = written(StackTraces.builder().bytes(300), thrown);

    assertThat(whole.length()).isGreaterThan(1_000);
    assertThat(cut).hasSizeLessThan(300).endsWith("\n... cut at 300 bytes\n");
    assertThat(cut.substring(0, 200)).isEqualTo(whole.substring(0, 200));
  }

  @Test
  void bytes_longMessage_isCutAtACharacter() {
    ByteSink sink = new ByteSink(1);
    for (String message : new String[] {"\0", "\"", "é", "€", "😀", "\n"}) {
      for (int shift = 0; shift < 6; shift++) {
        sink.reset();
        writer(StackTraces.builder().bytes(256))
            .write(sink, at(new Exception("-".repeat(shift) + message.repeat(1_000_000))));

        assertThat(sink.size()).isBetween(200, 256);
        assertThat(JsonContent.decode(sink, 0))
            .startsWith("java.lang.Exception: " + "-".repeat(shift) + message.repeat(10))
            .endsWith(message + "\n... cut at 256 bytes\n");
      }
    }
  }

  @Test
  void builder_valuesOutOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StackTraces.builder().frames(0))
        .withMessage("frames 0 must be from 1 to 1048576");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StackTraces.builder().throwables(1_001))
        .withMessage("throwables 1001 must be from 1 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StackTraces.builder().bytes(255))
        .withMessage("bytes 255 must be from 256 to 16777216");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StackTraces.builder().collapse("com.acme.*"))
        .withMessage(
            "package 'com.acme.*' must be a whole name, such as com.acme; those below belong");
    assertThatIllegalArgumentException().isThrownBy(() -> StackTraces.builder().keepOnly(OWN, " "));
  }
}
