package io.obs4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken from servers, which write one thing in several ways. */
class RequestFactsTest {

  @ParameterizedTest
  @CsvSource({
    "[2001:db8::1], 2001:db8::1",
    "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
    "192.0.2.1, 192.0.2.1",
    ","
  })
  void address_ofTheClient_hasNoBrackets(String told, String address) {
    assertThat(RequestFacts.of(from(told)).client()).isEqualTo(address);
  }

  private static ServerExchange from(String peer) {
    return (ServerExchange)
        Proxy.newProxyInstance(
            RequestFactsTest.class.getClassLoader(),
            new Class<?>[] {ServerExchange.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "method" -> "GET";
                  case "path" -> "/";
                  case "protocol" -> "HTTP/1.1";
                  case "isSecure" -> false;
                  case "peerAddress" -> peer;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
