package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.ByteSink;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StackTraceWriterTest {

  private static final StackTraceElement FRAME = new StackTraceElement("a.A", "m", "A.java", 1);

  private final Diagnostics diagnostics = Diagnostics.create();
  private final StackTraceWriter writer =
      StackTraces.builder().hash().build().writer(Masking.standard().masker(diagnostics));

  private String written(Throwable thrown) {
    ByteSink sink = new ByteSink(1);
    writer.write(sink, thrown);
    return JsonContent.decode(sink, 0);
  }

  private long hash(Throwable thrown) {
    return writer.write(new ByteSink(1), thrown);
  }

  /** Every method that may be overridden is. */
  private static class Foreign extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Supplier<@Nullable Object> answer;

    Foreign(Supplier<@Nullable Object> answer) {
      this.answer = answer;
    }

    @Override
    @SuppressWarnings("NullAway") // As foreign code may.
    public String getMessage() {
      return (String) answer.get();
    }

    @Override
    @SuppressWarnings("NullAway")
    public StackTraceElement[] getStackTrace() {
      return answer == null ? new StackTraceElement[0] : (StackTraceElement[]) answer.get();
    }

    @Override
    public synchronized @Nullable Throwable getCause() {
      return (Throwable) answer.get();
    }
  }

  private static Object refuse() {
    throw new IllegalStateException("planted");
  }

  @Test
  void write_throwableThatThrowsFromAllItsMethods_tellsItsClass() {
    assertThat(written(new Foreign(StackTraceWriterTest::refuse)))
        .isEqualTo(Foreign.class.getName() + ": [FAILED getMessage()]\n");
  }

  @Test
  void write_throwableThatReturnsNullFromAllItsMethods_tellsItsClass() {
    assertThat(written(new Foreign(() -> null))).isEqualTo(Foreign.class.getName() + "\n");
  }

  @Test
  void write_toStringThatThrowsAnError_tellsItsClass() {
    Exception thrown =
        new Exception() {
          private static final long serialVersionUID = 1;

          @Override
          @SuppressWarnings("OverrideThrowableToString") // As foreign code may.
          public String toString() {
            throw new StackOverflowError("planted");
          }
        };
    thrown.setStackTrace(new StackTraceElement[] {FRAME});

    assertThat(written(thrown))
        .isEqualTo(thrown.getClass().getName() + ": [FAILED toString()]\n\tat a.A.m(A.java:1)\n");
  }

  @Test
  void write_nullAmongTheFrames_isShownAsTheJdkWould() {
    Exception thrown =
        new Exception("x") {
          private static final long serialVersionUID = 1;

          @Override
          @SuppressWarnings("NullAway")
          public StackTraceElement[] getStackTrace() {
            return new StackTraceElement[] {null, FRAME, null};
          }
        };

    for (int i = 0; i < 3; i++) {
      assertThat(written(new Exception("y", thrown)))
          .endsWith("\tat null\n\tat a.A.m(A.java:1)\n\tat null\n");
    }
  }

  @Test
  void write_secretInAMessage_isMaskedAndCountedEachTime() {
    Exception root = new Exception("card 4111 1111 1111 1111");
    Exception thrown = new Exception("password=hunter2", root);
    thrown.addSuppressed(new Exception("Bearer abcdefgh12345678"));

    for (int i = 0; i < 4; i++) {
      assertThat(written(thrown))
          .contains("Exception: password=***\n", "Exception: card ***\n", "Exception: Bearer ***\n")
          .doesNotContain("hunter2", "4111", "abcdefgh");
    }
    assertThat(MaskedCounts.of(diagnostics, "card")).isEqualTo(4);
    assertThat(MaskedCounts.of(diagnostics, "assignment")).isEqualTo(4);
    assertThat(MaskedCounts.of(diagnostics, "authorization")).isEqualTo(4);
  }

  @Test
  void write_secretAtTheCut_isMasked() {
    StackTraceWriter narrow =
        StackTraces.builder().bytes(256).build().writer(Masking.standard().masker(diagnostics));
    for (int shift = 150; shift < 256; shift++) {
      ByteSink sink = new ByteSink(1);
      narrow.write(sink, new Exception("-".repeat(shift) + " 4111111111111111"));

      assertThat(JsonContent.decode(sink, 0)).doesNotContain("411");
    }
  }

  @Test
  void write_exceptionThatWasSeen_keepsNeitherItNorItsClass() throws InterruptedException {
    WeakReference<Throwable> gone = writeOften(new Exception("seen", new Exception("cause")));
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (gone.get() != null && System.nanoTime() < deadline) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(gone.get()).isNull();
  }

  private WeakReference<Throwable> writeOften(Throwable thrown) {
    for (int i = 0; i < 5; i++) {
      written(thrown);
    }
    return new WeakReference<>(thrown);
  }

  private static Exception thrownAt(int line, String message, String... classes) {
    Exception thrown = new Exception(message);
    StackTraceElement[] frames = new StackTraceElement[classes.length];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = new StackTraceElement(classes[i], "m", "F.java", line + i);
    }
    thrown.setStackTrace(frames);
    return thrown;
  }

  @Test
  void hash_sameError_isEqualWhateverItsLinesMessagesAndGeneratedClasses() {
    long hash = hash(thrownAt(1, "one", "a.A", "b.B"));

    assertThat(hash(thrownAt(50, "two", "a.A", "b.B"))).isEqualTo(hash);
    assertThat(
            hash(
                thrownAt(
                    3,
                    "three",
                    "a.A",
                    "a.A$$Lambda$14/0x0000000800c03000",
                    "jdk.internal.reflect.GeneratedMethodAccessor12",
                    "jdk.proxy2.$Proxy33",
                    "b.B$$SpringCGLIB$$0",
                    "b.B",
                    "b.B")))
        .isEqualTo(hash);
  }

  @Test
  void hash_otherError_differs() {
    long hash = hash(thrownAt(1, "one", "a.A", "b.B"));

    assertThat(hash(thrownAt(1, "one", "a.A", "b.C"))).isNotEqualTo(hash);
    assertThat(hash(thrownAt(1, "one", "b.B", "a.A"))).isNotEqualTo(hash);
    Exception wrapped = thrownAt(1, "one", "a.A", "b.B");
    wrapped.initCause(new IllegalStateException());
    assertThat(hash(wrapped)).isNotEqualTo(hash);
  }

  /** Whoever has stored hashes wants them to stay. */
  @Test
  void hash_ofAKnownError_staysAsItIs() {
    assertThat(Long.toHexString(hash(thrownAt(1, "one", "a.A", "b.B"))))
        .isEqualTo("c56b12717f99f41e");
  }

  @Test
  void hash_ofAnyForm_isTheSame() {
    Exception thrown = new Exception("outer", new Exception("inner"));
    Masker masker = Masking.none().masker(diagnostics);
    StackTraceWriter other =
        StackTraces.builder()
            .hash()
            .rootCauseFirst()
            .collapse("org.junit")
            .frames(2)
            .bytes(256)
            .build()
            .writer(masker);

    assertThat(other.write(new ByteSink(1), thrown)).isEqualTo(hash(thrown)).isNotZero();
    assertThat(StackTraces.full().writer(masker).write(new ByteSink(1), thrown)).isZero();
  }
}
