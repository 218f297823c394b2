package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:4711/metrics",
    "127.1, http://127.1:4711/metrics",
    "my_host, http://my_host:4711/metrics",
    "::1, http://[::1]:4711/metrics",
    "[::1], http://[::1]:4711/metrics",
    "fe80::1%1, http://[fe80::1%1]:4711/metrics",
  })
  void announcement_anyHostThatMayResolve_isToldAsItWasGiven(String host, String expected) {
    Binding binding = new Binding(host, 0, "/metrics", null, false);

    assertThat(binding.announcement(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711)))
        .contains(expected);
    assertThat(binding.failure(new IOException("taken"))).contains("(taken)").contains("port 0");
  }
}
