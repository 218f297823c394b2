package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void delay_afterEachFailure_doublesUpToTheMostAndIsSpread() {
    Retry retry = new Retry(9, Duration.ofSeconds(1), Duration.ofSeconds(5));
    long[] whole = {1, 2, 4, 5, 5};
    for (int attempt = 1; attempt <= whole.length; attempt++) {
      int failures = attempt;
      long most = whole[attempt - 1] * SECOND;
      List<Long> delays =
          LongStream.range(0, 1_000).mapToObj(i -> retry.delayNanos(failures)).toList();
      assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(most / 2, most));
      assertThat(Set.copyOf(delays).size()).isGreaterThan(900);
    }
  }

  @Test
  void delay_afterManyFailures_doesNotOverflow() {
    Retry retry = new Retry(1_000, Duration.ofSeconds(1), Duration.ofDays(100_000));

    assertThat(retry.delayNanos(999)).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| 0",
        "0| 0",
        "7| 7000000000",
        "300| 300000000000",
        "3600| 3600000000000",
        "3601| 3600000000000",
        "999999999| 3600000000000",
        "9999999999| 3600000000000",
        "7s| 0",
        "-7| 0",
        "soon| 0",
        "Tue, 14 Nov 2023 22:13:30 GMT| 10000000000",
        "Tue, 14 Nov 2023 22:13:10 GMT| 0",
        "Fri, 31 Dec 9999 23:59:59 GMT| 3600000000000",
        "Sat, 1 Jan 1600 00:00:00 GMT| 0",
      })
  void askedNanos_headers_areUnderstoodOrPassedOver(String header, long nanos) {
    assertThat(Retry.askedNanos(header, 1_700_000_000L * SECOND)).isEqualTo(nanos);
  }
}
