package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of exceptions that are recorded. */
class ExceptionEventTest {

  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
  private static final AttributeKey<String> TRACE = AttributeKey.stringKey("exception.stacktrace");

  private final List<SpanRecord> ended = new ArrayList<>();

  private SpanEvent recorded(Throwable exception, Attributes attributes, SpanLimits limits) {
    Tracing tracing = Tracing.builder().limits(limits).build();
    tracing.spans().subscribe(ended::add);
    Span span = tracing.tracerProvider().get("scope").spanBuilder("name").startSpan();
    span.recordException(exception, attributes);
    span.end();
    return ended.get(0).events().get(0);
  }

  private SpanEvent recorded(Throwable exception) {
    return recorded(exception, Attributes.empty(), SpanLimits.DEFAULT);
  }

  private static String printed(Throwable exception) {
    StringWriter text = new StringWriter();
    exception.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void exception_withCausesAndSuppressed_isPrintedAsTheJdkDoes() {
    Exception exception = new IllegalStateException("outer", new IllegalArgumentException("inner"));
    exception.addSuppressed(new UnsupportedOperationException("suppressed"));

    SpanEvent event = recorded(exception);

    assertThat(event.name()).isEqualTo("exception");
    assertThat(event.attributes())
        .isEqualTo(
            Attributes.of(
                TYPE,
                "java.lang.IllegalStateException",
                MESSAGE,
                "outer",
                TRACE,
                printed(exception)));
  }

  @Test
  void exception_thatCausesItself_isPrintedOnce() {
    Exception first = new IllegalStateException("first");
    Exception second = new IllegalStateException("second", first);
    first.initCause(second);

    assertThat(recorded(second).attributes().get(TRACE)).contains("CIRCULAR REFERENCE");
  }

  @Test
  void exception_ofAnAnonymousClass_hasItsBinaryName() {
    Exception anonymous = new IllegalStateException("a") {};

    assertThat(recorded(anonymous).attributes().get(TYPE))
        .isEqualTo(anonymous.getClass().getName());
  }

  @Test
  void exception_ofANestedClass_hasItsCanonicalName() {
    assertThat(recorded(new Silent()).attributes().get(TYPE))
        .isEqualTo(ExceptionEventTest.class.getName() + ".Silent");
    assertThat(ended.get(0).events().get(0).attributes().get(MESSAGE)).isNull();
  }

  /** Declared in a class that can be missing at run time. */
  static final class Orphan extends RuntimeException {

    private static final long serialVersionUID = 1;
  }

  @Test
  void exception_whoseOuterClassIsMissing_hasItsBinaryName() throws ReflectiveOperationException {
    Object orphan = BrokenClassPath.instance(Orphan.class, ExceptionEventTest.class);

    assertThatThrownBy(() -> orphan.getClass().getCanonicalName())
        .isInstanceOf(NoClassDefFoundError.class);
    assertThat(recorded((Throwable) orphan).attributes().get(TYPE))
        .isEqualTo(Orphan.class.getName());
  }

  @Test
  void exception_withALongMessage_isCutAndCounted() {
    SpanEvent event = recorded(new IllegalStateException("m".repeat(1_000_000)));

    assertThat(event.attributes().get(MESSAGE)).hasSize(ExceptionEvent.LONGEST_MESSAGE);
    assertThat(ended.get(0).weight()).isBetween(32_000, 36_000);
  }

  @Test
  void exception_whoseMessageThrows_isRecordedWithout() {
    Attributes attributes =
        recorded(
                new RuntimeException() {
                  @Override
                  public String getMessage() {
                    throw new IllegalStateException("no message");
                  }
                })
            .attributes();

    assertThat(attributes.get(MESSAGE)).isNull();
    assertThat(attributes.get(TRACE)).contains("printing it threw java.lang.IllegalStateException");
  }

  @Test
  void exception_whosePrintingThrowsAnError_keepsWhatItWrote() {
    Attributes attributes =
        recorded(
                new RuntimeException("message") {
                  @Override
                  public void printStackTrace(PrintWriter writer) {
                    writer.print("begun, ");
                    throw new StackOverflowError();
                  }
                })
            .attributes();

    assertThat(attributes.get(MESSAGE)).isEqualTo("message");
    assertThat(attributes.get(TRACE)).startsWith("begun, ").contains("StackOverflowError");
  }

  @Test
  void exception_withEndlessText_isCut() {
    String trace =
        recorded(
                new RuntimeException() {
                  @Override
                  public void printStackTrace(PrintWriter writer) {
                    while (true) {
                      writer.print("more and more, ");
                    }
                  }
                })
            .attributes()
            .get(TRACE);

    assertThat(trace).hasSize(ExceptionEvent.LONGEST_STACK_TRACE).startsWith("more and more, more");
  }

  @Test
  void exception_aChainOfAHundredThousand_isCut() {
    Throwable chain = new IllegalStateException();
    for (int i = 0; i < 100_000; i++) {
      chain = new IllegalStateException("link", chain);
    }

    assertThat(recorded(chain).attributes().get(TRACE)).hasSize(ExceptionEvent.LONGEST_STACK_TRACE);
  }

  @Test
  void exception_withAttributes_theyOverrideWhatItTells() {
    Attributes attributes =
        recorded(
                new IllegalStateException("told"),
                Attributes.builder().put(MESSAGE, "said").put("more", 1).build(),
                SpanLimits.DEFAULT)
            .attributes();

    assertThat(attributes.get(MESSAGE)).isEqualTo("said");
    assertThat(attributes.get(AttributeKey.longKey("more"))).isEqualTo(1);
  }

  @Test
  void exception_underLimits_isCutAndCounted() {
    SpanEvent event =
        recorded(
            new IllegalStateException("a long message"),
            Attributes.builder().put("a", 1).put("b", 2).build(),
            SpanLimits.builder().attributesPerEvent(4).valueLength(5).build());

    assertThat(event.attributes().get(TYPE)).isEqualTo("java.");
    assertThat(event.attributes().get(MESSAGE)).isEqualTo("a lon");
    assertThat(event.attributes().get(TRACE)).isEqualTo("java.");
    assertThat(event.attributes().size()).isEqualTo(4);
    assertThat(event.droppedAttributes()).isEqualTo(1);
  }

  private static final class Silent extends RuntimeException {

    private static final long serialVersionUID = 1;

    @Override
    public @Nullable String getMessage() {
      return null;
    }
  }
}
