package io.obs4j.http;

import io.opentelemetry.api.trace.SpanBuilder;

/** Names and addresses, as headers and URLs have them. */
final class HostHeader {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int HIGHEST_PORT = 65_535;

  private HostHeader() {}

  /**
   * Sets address and port of the server.
   *
   * @param host a name or address, an address of IPv6 in brackets, and perhaps a port
   */
  static void describe(SpanBuilder span, String host, boolean secure) {
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon >= 0 && host.indexOf(']', colon) < 0;
    String address = address(hasPort ? host.substring(0, colon) : host);
    if (address.isEmpty()) {
      return;
    }
    int port = hasPort ? port(host, colon + 1) : defaultPort(secure);
    span.setAttribute(HttpAttributes.SERVER_ADDRESS, address);
    if (port > 0) {
      span.setAttribute(HttpAttributes.SERVER_PORT, port);
    }
  }

  /** A name or address as attributes have it: the brackets of IPv6 belong to URLs alone. */
  static String address(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  static int defaultPort(boolean secure) {
    return secure ? HTTPS_PORT : HTTP_PORT;
  }

  /** A port within a text; 0 if it is none. */
  private static int port(String text, int from) {
    int port = 0;
    for (int i = from; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || port > HIGHEST_PORT) {
        return 0;
      }
      port = port * 10 + digit;
    }
    return port > HIGHEST_PORT ? 0 : port;
  }
}
