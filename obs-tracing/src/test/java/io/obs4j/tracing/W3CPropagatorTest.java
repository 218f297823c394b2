package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of W3C Trace Context Level 2 (Candidate Recommendation Draft of 28 March 2024);
 * sections are those of https://www.w3.org/TR/trace-context-2/.
 */
class W3CPropagatorTest {

  private static final String TRACE = "12345678901234567890123456789012";
  private static final String SPAN = "1234567890123456";
  private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

  private static SpanContext extracted(String... headers) {
    return Span.fromContext(Carrier.extracted(Propagators.w3c(), headers)).getSpanContext();
  }

  private static String stateOf(String... states) {
    String[] headers = new String[2 + 2 * states.length];
    headers[0] = "traceparent";
    headers[1] = PARENT;
    for (int i = 0; i < states.length; i++) {
      headers[2 + 2 * i] = "tracestate";
      headers[3 + 2 * i] = states[i];
    }
    SpanContext span = extracted(headers);
    assertThat(span.isValid()).as("a tracestate never affects the traceparent").isTrue();
    return W3CTraceState.text(span.getTraceState());
  }

  /** Section 3.2.2: version 00. */
  @Test
  void extract_version00_givesIdsAndFlags() {
    SpanContext span = extracted("traceparent", PARENT);

    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getSpanId()).isEqualTo(SPAN);
    assertThat(span.isSampled()).isTrue();
    assertThat(span.isRemote()).isTrue();
    assertThat(span.getTraceState().isEmpty()).isTrue();
  }

  /** Section 3.2.1: the header name is expected in any case. */
  @ParameterizedTest
  @ValueSource(strings = {"traceparent", "TraceParent", "TrAcEpArEnT", "TRACEPARENT"})
  void extract_nameInAnyCase_isFound(String name) {
    assertThat(extracted(name, PARENT).isValid()).isTrue();
  }

  /** Sections 3.2.2.1 to 3.2.2.5 and 3.2.4: what is not well-formed is ignored. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "00",
        // version
        "ff-" + TRACE + "-" + SPAN + "-01",
        ".0-" + TRACE + "-" + SPAN + "-01",
        "0.-" + TRACE + "-" + SPAN + "-01",
        "0A-" + TRACE + "-" + SPAN + "-01",
        "0-" + TRACE + "-" + SPAN + "-01",
        "000-" + TRACE + "-" + SPAN + "-01",
        "0000-" + TRACE + "-" + SPAN + "-01",
        // trace-id
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-.2345678901234567890123456789012-" + SPAN + "-01",
        "00-1234567890123456789012345678901.-" + SPAN + "-01",
        "00-1234567890123456789012345678901A-" + SPAN + "-01",
        "00-123456789012345678901234567890123-" + SPAN + "-01",
        "00-1234567890123456789012345678901-" + SPAN + "-01",
        // parent-id
        "00-" + TRACE + "-0000000000000000-01",
        "00-" + TRACE + "-.234567890123456-01",
        "00-" + TRACE + "-123456789012345.-01",
        "00-" + TRACE + "-123456789012345F-01",
        "00-" + TRACE + "-12345678901234567-01",
        "00-" + TRACE + "-123456789012345-01",
        // trace-flags
        "00-" + TRACE + "-" + SPAN + "-.0",
        "00-" + TRACE + "-" + SPAN + "-0.",
        "00-" + TRACE + "-" + SPAN + "-0A",
        "00-" + TRACE + "-" + SPAN + "-001",
        "00-" + TRACE + "-" + SPAN + "-1",
        "00-" + TRACE + "-" + SPAN + "-",
        // dashes
        "00_" + TRACE + "-" + SPAN + "-01",
        "00-" + TRACE + "_" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "_01",
        // version 00 has nothing behind the flags
        "00-" + TRACE + "-" + SPAN + "-01.",
        "00-" + TRACE + "-" + SPAN + "-01-",
        "00-" + TRACE + "-" + SPAN + "-01-what-the-future-will-be-like",
      })
  void extract_malformed_isIgnored(String header) {
    Context given = Context.root().with(Span.getInvalid());

    assertThat(Propagators.w3c().extract(given, Carrier.of("traceparent", header), Carrier.GETTER))
        .isSameAs(given);
  }

  /** Section 3.2.4: a higher version is read by the rules of this one, and may have more fields. */
  @ParameterizedTest
  @CsvSource({
    "cc-12345678901234567890123456789012-1234567890123456-01,true",
    "01-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like,true",
    "cc-12345678901234567890123456789012-1234567890123456-01-,true",
    "cc-12345678901234567890123456789012-1234567890123456-01.what-the-future-will-be-like,false",
    "cc-12345678901234567890123456789012-1234567890123456-011,false",
    "cc-12345678901234567890123456789012-1234567890123456-0,false",
    "cc-12345678901234567890123456789012-1234567890123456,false",
  })
  void extract_higherVersion_isReadAsThisOne(String header, boolean valid) {
    SpanContext span = extracted("traceparent", header);

    assertThat(span.isValid()).isEqualTo(valid);
    assertThat(span.isSampled()).isEqualTo(valid);
  }

  /** Sections 3.2.2.5.1 to 3.2.2.5.3: sampled and random are kept, all others are sent as zero. */
  @ParameterizedTest
  @CsvSource({"00,00", "01,01", "02,02", "03,03", "04,00", "09,01", "fe,02", "ff,03"})
  void flags_known_areKept(String received, String sent) {
    String header = "00-" + TRACE + "-" + SPAN + "-" + received;

    Context context = Carrier.extracted(Propagators.w3c(), "traceparent", header);

    assertThat(Span.fromContext(context).getSpanContext().getTraceFlags().asHex()).isEqualTo(sent);
    assertThat(Carrier.injected(Propagators.w3c(), context).lines())
        .containsExactly("traceparent: 00-" + TRACE + "-" + SPAN + "-" + sent);
  }

  /** White space around the value of a header is none of it: RFC 9110 section 5.5. */
  @ParameterizedTest
  @ValueSource(strings = {" %s", "\t%s", "%s ", "%s\t", "\t %s \t"})
  void extract_spaceAround_isIgnored(String format) {
    assertThat(extracted("traceparent", String.format(format, PARENT)).isValid()).isTrue();
  }

  /** A header that is no list may be sent once: RFC 9110 section 5.3. */
  @Test
  void extract_repeatedTraceparent_isIgnored() {
    String other = "00-" + TRACE.replace('9', '8') + "-" + SPAN + "-01";

    assertThat(extracted("traceparent", PARENT, "traceparent", other).isValid()).isFalse();
    assertThat(extracted("traceparent", PARENT, "traceparent", PARENT).isValid()).isFalse();
  }

  @Test
  void extract_getterThatKnowsTheFirstAlone_takesIt() {
    TextMapGetter<String> getter =
        (carrier, name) -> name.equals("traceparent") ? carrier : name.equals("x") ? "" : null;

    Context context = Propagators.w3c().extract(Context.root(), PARENT, getter);

    assertThat(Span.fromContext(context).getSpanContext().getTraceId()).isEqualTo(TRACE);
  }

  /** Section 3.3: without a traceparent there is no tracestate. */
  @Test
  void extract_tracestateAlone_isIgnored() {
    assertThat(Carrier.extracted(Propagators.w3c(), "tracestate", "foo=1"))
        .isSameAs(Context.root());
    assertThat(extracted("traceparent", "00", "tracestate", "foo=1").isValid()).isFalse();
  }

  /** Section 3.3.1: the list, white space around members, and members that are empty. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          foo=1                 | foo=1
          foo=1,bar=2           | foo=1,bar=2
          ` foo=1`              | foo=1
          `\tfoo=1\t `          | foo=1
          `foo=1 \t , \t bar=2, \t baz=3` | foo=1,bar=2,baz=3
          foo=1,                | foo=1
          `,, ,foo=1,\t,,bar=2` | foo=1,bar=2
          ``                    | ``
          ` \t `                | ``
          `,`                   | ``
          """)
  void tracestate_wellFormedList_isKept(String received, String kept) {
    assertThat(stateOf(received)).isEqualTo(kept);
  }

  /** Section 3.3.1.3.1: keys of level 2, which knows no tenants, begin with a letter or a digit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "0",
        "9a",
        "a_-*/@",
        "0@",
        "foo@=",
        "foo@@bar",
        "a@b@c",
        "tenant@vendor",
        "abcdefghijklmnopqrstuvwxyz0123456789_-*/@a-z0-9_-*/",
      })
  void tracestate_keysOfLevel2_areKept(String key) {
    String member = key.endsWith("=") ? key + "1" : key + "=1";

    assertThat(stateOf(member)).isEqualTo(member);
  }

  /**
   * Section 3.3.1.3.2: values are printable but for comma and equals; leading spaces belong to it.
   */
  @Test
  void tracestate_allCharactersOfValues_areKept() {
    String all =
        IntStream.rangeClosed(0x20, 0x7E)
            .filter(c -> c != ',' && c != '=')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());

    assertThat(stateOf("foo=" + all)).isEqualTo("foo=" + all);
    assertThat(stateOf("foo=  1 ,bar= 2")).isEqualTo("foo=  1,bar= 2");
  }

  /**
   * Section 4.3, "A traceparent is received": what cannot be parsed may be discarded, the whole
   * header or the member. We discard the whole, as the strict tests of the working group want it.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "foo=",
        "foo=,bar=3",
        "=1",
        "@foo=1,bar=2",
        "foo =1",
        "FOO=1",
        "foo.bar=1",
        "_a=1",
        "é=1",
        "foo=é",
        "foo=bar=baz",
        "foo=a\tb",
        "foo=a\u007fb",
        "bar=2,foo",
        "foo=1,foo=1",
        "foo=1,bar=2,foo=2",
        "foo=1;bar=2,x",
      })
  void tracestate_anythingMalformed_discardsAll(String received) {
    assertThat(stateOf(received)).isEmpty();
    assertThat(stateOf("good=1," + received)).isEmpty();
  }

  /** Sections 3.3.1.3.1 and 3.3.1.3.2: keys and values have up to 256 characters. */
  @Test
  void tracestate_longKeysAndValues_haveLimits() {
    String longest = "z".repeat(256);

    assertThat(stateOf(longest + "=" + longest)).isEqualTo(longest + "=" + longest);
    assertThat(stateOf(longest + "z=1")).isEmpty();
    assertThat(stateOf("a=" + longest + "z")).isEmpty();
    assertThat(stateOf("t".repeat(241) + "@" + "v".repeat(14) + "=1")).hasSize(258);
  }

  /** Section 3.3.1: at most 32 members. */
  @Test
  void tracestate_members_haveALimit() {
    String most = members(0, 32);

    assertThat(stateOf(most)).isEqualTo(most);
    assertThat(stateOf(most + ",,")).isEqualTo(most);
    assertThat(stateOf(most + ",bar33=33")).isEmpty();
    assertThat(stateOf(members(0, 10), members(10, 20), members(20, 32))).isEqualTo(most);
    assertThat(stateOf(members(0, 10), members(10, 20), members(20, 33))).isEmpty();
  }

  private static String members(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "bar" + i + "=" + i)
        .collect(Collectors.joining(","));
  }

  /** Section 3.3.1 and RFC 9110 section 5.2: several headers are one list, in their order. */
  @Test
  void tracestate_severalHeaders_areJoined() {
    assertThat(stateOf("foo=1,bar=2", "rojo=1,congo=2", "baz=3"))
        .isEqualTo("foo=1,bar=2,rojo=1,congo=2,baz=3");
    assertThat(stateOf("foo=1", "")).isEqualTo("foo=1");
    assertThat(stateOf("", "foo=1")).isEqualTo("foo=1");
    assertThat(stateOf("foo=1", "foo=2")).isEmpty();
  }

  /** Bounded work: what is longer than any list could be is not looked at. */
  @Test
  void tracestate_enormous_isDiscarded() {
    assertThat(stateOf("foo=1" + ",".repeat(40_000))).isEmpty();
    assertThat(stateOf("foo=1" + ",".repeat(20_000), ",".repeat(20_000))).isEmpty();
    assertThat(stateOf("foo=1" + ",".repeat(20_000))).isEqualTo("foo=1");
  }

  /** Sections 3.2.1 and 3.3.1.1: lower-case names, one header, none that is empty. */
  @Test
  void inject_span_writesBothHeaders() {
    Context context =
        Carrier.extracted(
            Propagators.w3c(),
            "traceparent",
            PARENT,
            "tracestate",
            "a@b@c=1, 2x=2",
            "tracestate",
            "");

    assertThat(Carrier.injected(Propagators.w3c(), context).lines())
        .containsExactly("traceparent: " + PARENT, "tracestate: a@b@c=1,2x=2");
  }

  @Test
  void inject_foreignSpan_writesTheSame() {
    SpanContext foreign =
        SpanContext.create(
            TRACE,
            SPAN,
            TraceFlags.fromByte((byte) 0xFF),
            TraceState.builder().put("b", "2").put("a", "1").build());

    assertThat(Carrier.injected(Propagators.w3c(), Context.root().with(Span.wrap(foreign))).lines())
        .containsExactly("traceparent: 00-" + TRACE + "-" + SPAN + "-03", "tracestate: a=1,b=2");
  }

  @Test
  void inject_noSpan_writesNothing() {
    assertThat(Carrier.injected(Propagators.w3c(), Context.root()).lines()).isEmpty();
    assertThat(Carrier.injected(Propagators.w3c(), Context.root().with(Span.getInvalid())).lines())
        .isEmpty();
  }

  @Test
  void fields_areTheHeaders() {
    assertThat(Propagators.w3c().fields()).containsExactly("traceparent", "tracestate");
  }
}
