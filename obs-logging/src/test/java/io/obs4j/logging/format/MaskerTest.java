package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskerTest {

  private static String masked(Masker masker, String text) {
    ByteSink sink = new ByteSink(1);
    sink.writeByte('>');
    JsonString.writeContent(sink, text);
    masker.maskText(sink, 1, false);
    return JsonContent.decode(sink, 1);
  }

  private static String masked(Masking masking, String text) {
    return masked(masking.masker(Diagnostics.create()), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "card 4111111111111111 and 5500-0000-0000-0004. | card *** and ***.",
        "at 12 4111 1111 1111 1111 20 | at 12 *** 20",
        "378282246310005,6011111111111117;30569309025904 | ***,***;***",
        "4111111111111112 1700000000000 | 4111111111111112 1700000000000",
        "Authorization: Bearer abc.def | Authorization: Bearer ***",
        "authorization=Basic dXNlcjpwYXNz, x | authorization=Basic ***, x",
        "{\"Authorization\":\"secret1\"} | {\"Authorization\":\"***\"}",
        "got bearer 0123456789abcdef== twice bearer fedcba9876543210 | got bearer *** twice bearer ***",
        "got Bearer\t0123456789abcdef and BASIC\t\tdXNlcjpwYXNzMQ== | got Bearer\t*** and BASIC\t\t***",
        "jdbc:postgresql://app:s3cr3t@db:5432/x | jdbc:postgresql://app:***@db:5432/x",
        "postgres://app:p@ssw0rd@db amqp://app:p/w@rd@mq/x | postgres://app:***@db amqp://app:***@mq/x",
        "http://h:80/users/a@b.c http://[::1]:80/a@b http://h/a@b | "
            + "http://h:80/users/a@b.c http://[::1]:80/a@b http://h/a@b",
        "https://ghp_token@github.com http://h:80/p | https://***@github.com http://h:80/p",
        "login password=hunter2&user=x&PASSWORD = 'a b' | login password=***&user=x&PASSWORD = '***'",
        "{\"db_password\":\"a\\\"b c\", \"n\":1} | {\"db_password\":\"***\", \"n\":1}",
        "id eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-1 ok | id *** ok",
        "key AKIAIOSFODNN7EXAMPLE and sk_live_abcdefghij12 | key *** and ***",
        "nothing to see | nothing to see",
      })
  void standard_secretsInText_areMasked(String text, String expected) {
    assertThat(masked(Masking.standard(), text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "to jane.doe+x@mail.example.com, o'neil@a.org | to ***, ***",
        "java.lang.Object@1a2b3c | java.lang.Object@1a2b3c",
        "IBAN DE89 3704 0044 0532 0130 00 EUR | IBAN *** EUR",
        "GB29NWBK60161331926819 NO9386011117947 | *** ***",
        "GB29NWBK60161331926818 | GB29NWBK60161331926818",
      })
  void personal_dataInText_isMasked(String text, String expected) {
    Masking masking =
        Masking.builder().pattern(SecretPattern.email()).pattern(SecretPattern.iban()).build();

    assertThat(masked(masking, text)).isEqualTo(expected);
  }
}
