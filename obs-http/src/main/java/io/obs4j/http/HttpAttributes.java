package io.obs4j.http;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The names that OpenTelemetry's semantic conventions give to what is known of an HTTP request, and
 * the values that they fix.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/">Semantic conventions for
 *     HTTP</a>
 */
final class HttpAttributes {

  static final String METHOD = "http.request.method";
  static final String METHOD_ORIGINAL = "http.request.method_original";
  static final String STATUS = "http.response.status_code";
  static final String ROUTE = "http.route";
  static final String RESEND_COUNT = "http.request.resend_count";
  static final String ERROR_TYPE = "error.type";
  static final String URL_SCHEME = "url.scheme";
  static final String URL_PATH = "url.path";
  static final String URL_QUERY = "url.query";
  static final String URL_FULL = "url.full";
  static final String URL_TEMPLATE = "url.template";
  static final String SERVER_ADDRESS = "server.address";
  static final String SERVER_PORT = "server.port";
  static final String CLIENT_ADDRESS = "client.address";
  static final String PEER_ADDRESS = "network.peer.address";
  static final String PEER_PORT = "network.peer.port";
  static final String PROTOCOL_VERSION = "network.protocol.version";
  static final String USER_AGENT = "user_agent.original";

  static final AttributeKey<String> METHOD_KEY = AttributeKey.stringKey(METHOD);
  static final AttributeKey<Long> STATUS_KEY = AttributeKey.longKey(STATUS);
  static final AttributeKey<String> ROUTE_KEY = AttributeKey.stringKey(ROUTE);
  static final AttributeKey<String> ERROR_TYPE_KEY = AttributeKey.stringKey(ERROR_TYPE);
  static final AttributeKey<String> URL_SCHEME_KEY = AttributeKey.stringKey(URL_SCHEME);
  static final AttributeKey<String> URL_TEMPLATE_KEY = AttributeKey.stringKey(URL_TEMPLATE);
  static final AttributeKey<String> SERVER_ADDRESS_KEY = AttributeKey.stringKey(SERVER_ADDRESS);
  static final AttributeKey<Long> SERVER_PORT_KEY = AttributeKey.longKey(SERVER_PORT);
  static final AttributeKey<String> PROTOCOL_VERSION_KEY = AttributeKey.stringKey(PROTOCOL_VERSION);

  /** What stands in front of the names of the headers of a request. */
  static final String REQUEST_HEADER = "http.request.header.";

  /** What stands in front of the names of the headers of a response. */
  static final String RESPONSE_HEADER = "http.response.header.";

  private HttpAttributes() {}

  /**
   * Adds what the metrics of servers and of clients tell of an answer.
   *
   * @param version of the protocol, null if not known
   * @param status of the response, not positive if there was none or nobody knows
   * @param errorType null if there was no error
   */
  static void addAnswer(
      AttributesBuilder to, @Nullable String version, int status, @Nullable String errorType) {
    if (version != null) {
      to.put(PROTOCOL_VERSION_KEY, version);
    }
    if (status > 0) {
      to.put(STATUS_KEY, status);
    }
    if (errorType != null) {
      to.put(ERROR_TYPE_KEY, errorType);
    }
  }
}
