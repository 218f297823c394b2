package io.obs4j.http;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a request when it comes in. Immutable.
 *
 * @param method its index
 * @param secure whether it came over TLS
 * @param version of the protocol, null if it is none that there is
 * @param path as it was sent, without the query
 * @param client the address of the peer, null if it is gone
 */
record RequestFacts(
    int method, boolean secure, @Nullable String version, String path, @Nullable String client) {

  static RequestFacts of(ServerExchange exchange) {
    String client = exchange.peerAddress();
    return new RequestFacts(
        HttpMethods.indexOf(exchange.method()),
        exchange.isSecure(),
        Protocol.version(exchange.protocol()),
        exchange.path(),
        client == null ? null : HostHeader.address(client)); // Jetty has it in brackets
  }

  String scheme() {
    return secure ? Protocol.HTTPS : Protocol.HTTP;
  }
}
