package io.obs4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is hidden of a URL. */
class RedactionTest {

  private final Redaction redaction = Redaction.DEFAULT;

  @ParameterizedTest
  @CsvSource({
    "a=1&b=2, a=1&b=2",
    "sig=x, sig=REDACTED",
    "a=1&SIG=x&b=2, a=1&SIG=REDACTED&b=2",
    "sig=x&sig=yz, sig=REDACTED&sig=REDACTED",
    "%73ig=x, %73ig=REDACTED",
    "%zzig=x, %zzig=x",
    "sig, sig",
    "sig=, sig=",
    "sig=x=y, sig=REDACTED",
    "sigh=x, sigh=x",
    "=x, =x",
    "a&password=x&, a&password=REDACTED&",
    "X-Amz-Signature=1, X-Amz-Signature=REDACTED"
  })
  void query_ofParameters_hidesSecrets(String query, String shown) {
    assertThat(redaction.query(query)).isEqualTo(shown);
  }

  @Test
  void query_withoutSecrets_isTheSame() {
    String query = "a=1&b=2";
    assertThat(redaction.query(query)).isSameAs(query);
    assertThat(redaction.query("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/p?a=1, http://h/p?a=1",
    "http://u:p@h/p, http://REDACTED:REDACTED@h/p",
    "http://u@h:81/p?token=x#f, http://REDACTED@h:81/p?token=REDACTED#f"
  })
  void url_hidesUserAndSecrets(String url, String shown) {
    assertThat(redaction.url(URI.create(url))).isEqualTo(shown);
  }

  @Test
  void and_furtherParameters_hidesThemToo() {
    assertThat(redaction.and("Session").query("session=1&sig=2"))
        .isEqualTo("session=REDACTED&sig=REDACTED");
    assertThatIllegalArgumentException().isThrownBy(() -> redaction.and(""));
  }
}
