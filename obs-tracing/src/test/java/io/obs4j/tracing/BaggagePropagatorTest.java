package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of W3C Baggage; sections are those of https://www.w3.org/TR/baggage/. */
class BaggagePropagatorTest {

  private static final TextMapPropagator BAGGAGE = Propagators.baggage();

  private static Baggage extracted(String... values) {
    String[] headers = new String[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      headers[2 * i] = "baggage";
      headers[2 * i + 1] = values[i];
    }
    return Baggage.fromContext(Carrier.extracted(BAGGAGE, headers));
  }

  private static List<String> injected(Baggage baggage) {
    return Carrier.injected(BAGGAGE, Context.root().with(baggage)).lines();
  }

  private static String text(Baggage baggage) {
    StringBuilder text = new StringBuilder();
    baggage.forEach(
        (key, entry) ->
            text.append(key)
                .append('[')
                .append(entry.getValue())
                .append('|')
                .append(entry.getMetadata().getValue())
                .append(']'));
    return text.toString();
  }

  /** Section 3.3.1: key, value and properties, with white space around all of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          key1=value1                             ~ key1[value1|]
          key1=value1,key2=value2                 ~ key1[value1|]key2[value2|]
          `  key1 \t=\t value1  ,\tkey2 = value2 ` ~ key1[value1|]key2[value2|]
          key1=value1;property1;property2         ~ key1[value1|property1;property2]
          `key3=value3 ; propertyKey=propertyValue` ~ key3[value3|propertyKey=propertyValue]
          `key3=v; a = 1 ; b `                    ~ key3[v|a = 1 ; b]
          key=                                    ~ key[|]
          key=a=b=c                               ~ key[a=b=c|]
          `,, ,key=1,, `                          ~ key[1|]
          """)
  void extract_wellFormed_givesMembers(String header, String expected) {
    assertThat(text(extracted(header))).isEqualTo(expected);
  }

  /**
   * Section 3.3.1.2: keys are tokens, in which case matters and percent signs stand for themselves.
   */
  @Test
  void extract_allCharactersOfKeys_areKept() {
    String key = "!#$%&'*+-.^_`|~0123456789azAZ";

    assertThat(extracted(key + "=1").getEntryValue(key)).isEqualTo("1");
    assertThat(extracted("k=1,K=2").size()).isEqualTo(2);
  }

  /** Section 3.3.1.3: values are percent-encoded UTF-8; what is not UTF-8 becomes U+FFFD. */
  @ParameterizedTest
  @CsvSource({
    "DF%2028,DF 28",
    "%C3%A4%e2%82%ac,ä€",
    "a+b,a+b",
    "%25,%",
    "%FFx,\ufffdx",
  })
  void extract_encodedValue_isDecoded(String encoded, String value) {
    assertThat(extracted("k=" + encoded).getEntryValue("k")).isEqualTo(value);
  }

  /** Section 3.3.1: the octets of a value. */
  @Test
  void extract_allCharactersOfValues_areKept() {
    String value = "!#$&'()*+-./:<=>?@[]^_`{|}~0123456789azAZ";

    assertThat(extracted("k=" + value + "%2C%3B%22%5C").getEntryValue("k"))
        .isEqualTo(value + ",;\"\\");
  }

  /** "Mutating baggage": an entry that is not in the format may be removed. The others stay. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "k",
        "=",
        "=v",
        " = v",
        "k y=v",
        "k(=v",
        "é=v",
        "k\"=v",
        "k=a b",
        "k=a\tb",
        "k=\"v\"",
        "k=a\\b",
        "k=é",
        "k=%",
        "k=%2",
        "k=%zz",
        "k=v;p=é",
        "k=v;\u0001",
        "k=v;p=\"q\"",
        ";p=1",
        "k;p=v",
      })
  void extract_malformedMember_isSkipped(String member) {
    assertThat(text(extracted("a=1," + member + ",b=2"))).isEqualTo("a[1|]b[2|]");
    assertThat(Carrier.extracted(BAGGAGE, "baggage", member)).isSameAs(Context.root());
  }

  /** Section 3.3.1.1: a key may be there twice. We take the later one. */
  @Test
  void extract_keyTwice_takesTheLater() {
    assertThat(text(extracted("k=1;p,k=2"))).isEqualTo("k[2|]");
  }

  /** Section 3: several headers are one list. */
  @Test
  void extract_severalHeaders_areJoined() {
    assertThat(text(extracted("a=1", "", "b=2,c=3"))).isEqualTo("a[1|]b[2|]c[3|]");
  }

  /** Section 3.3.2: 180 members, of 4,096 bytes, together 8,192 bytes. */
  @Test
  void limits_ofWhatComesIn_hold() {
    StringBuilder many = new StringBuilder("k0=0");
    for (int i = 1; i < 200; i++) {
      many.append(",k").append(i).append("=0");
    }
    assertThat(extracted(many.toString()).size()).isEqualTo(180);
    assertThat(extracted("k=" + "v".repeat(4_094)).size()).isEqualTo(1);
    assertThat(extracted("k=" + "v".repeat(4_095) + ",a=1").asMap()).containsOnlyKeys("a");
    String half = "k=" + "v".repeat(4_093);
    assertThat(extracted("a" + half + ",b" + half).asMap()).containsOnlyKeys("ak");
    assertThat(extracted("a" + half + "," + half).asMap()).containsOnlyKeys("ak", "k");
    assertThat(extracted("a=1" + ",".repeat(40_000)).isEmpty()).isTrue();
  }

  @Test
  void limits_ofWhatGoesOut_hold() {
    BaggageBuilder many = Baggage.builder();
    for (int i = 0; i < 200; i++) {
      many.put("k" + i, "v");
    }
    assertThat(injected(many.build()).get(0).split(",")).hasSize(180);
    assertThat(injected(Baggage.builder().put("k", "ä".repeat(683)).build())).isEmpty();
    Baggage large =
        Baggage.builder()
            .put("a", "v".repeat(4_000))
            .put("b", "v".repeat(4_000))
            .put("c", "v".repeat(4_000))
            .put("d", "1")
            .build();
    String sent = injected(large).get(0).substring("baggage: ".length());
    assertThat(sent.length()).isBetween(8_000, 8_192);
    assertThat(extracted(sent).getEntryValue("d")).isEqualTo("1");
  }

  @Test
  void inject_entries_areEncoded() {
    Baggage baggage =
        Baggage.builder()
            .put("userId", "alice")
            .put("serverNode", "DF 28,+%")
            .put("meta", "v", BaggageEntryMetadata.create("p=1; q"))
            .put("badMeta", "v", BaggageEntryMetadata.create("p=1,x=2"))
            .put("no token", "v")
            .build();

    assertThat(injected(baggage).get(0).substring("baggage: ".length()).split(","))
        .containsExactlyInAnyOrder(
            "userId=alice", "serverNode=DF%2028%2C%2B%25", "meta=v;p=1; q", "badMeta=v");
    assertThat(injected(Baggage.empty())).isEmpty();
    assertThat(injected(Baggage.builder().put("no token", "v").build())).isEmpty();
  }

  @Test
  void fields_areTheHeader() {
    assertThat(BAGGAGE.fields()).containsExactly("baggage");
  }
}
