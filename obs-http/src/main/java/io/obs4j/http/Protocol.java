package io.obs4j.http;

import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/** Versions of HTTP as the conventions write them: what else is claimed must not become a label. */
final class Protocol {

  static final String HTTP = "http";
  static final String HTTPS = "https";

  private static final String VERSION_1_1 = "1.1";
  private static final String VERSION_1_0 = "1.0";
  private static final String VERSION_2 = "2";
  private static final String VERSION_3 = "3";

  private Protocol() {}

  /**
   * The version that stands in a request line.
   *
   * @param protocol such as {@code HTTP/1.1}
   * @return null if it is none that there is
   */
  static @Nullable String version(String protocol) {
    if (protocol.equals("HTTP/1.1")) {
      return VERSION_1_1;
    } else if (protocol.equals("HTTP/2.0")) {
      return VERSION_2;
    } else if (protocol.equals("HTTP/3.0")) {
      return VERSION_3;
    }
    return protocol.equals("HTTP/1.0") ? VERSION_1_0 : null;
  }

  static String version(HttpClient.Version version) {
    if (version == HttpClient.Version.HTTP_1_1) {
      return VERSION_1_1;
    }
    // JDK 26 knows HTTP_3.
    return version == HttpClient.Version.HTTP_2 ? VERSION_2 : version.name().substring(5);
  }
}
