package io.obs4j.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hides what is secret in a URL: the values of query parameters that are known to be, and the user
 * and password in front of a host. Immutable.
 */
final class Redaction {

  /** What the value of a secret is replaced by. */
  static final String REDACTED = "REDACTED";

  /** The signatures and credentials that the conventions name, and the usual names of tokens. */
  private static final List<String> KNOWN =
      List.of(
          "AWSAccessKeyId",
          "Signature",
          "sig",
          "X-Goog-Signature",
          "X-Goog-Credential",
          "X-Amz-Signature",
          "X-Amz-Credential",
          "X-Amz-Security-Token",
          "access_token",
          "refresh_token",
          "id_token",
          "token",
          "api_key",
          "apikey",
          "client_secret",
          "secret",
          "password");

  static final Redaction DEFAULT = new Redaction(KNOWN);

  private final List<String> secrets;

  private Redaction(List<String> secrets) {
    this.secrets = secrets;
  }

  /** Hides further parameters, whatever the case of their letters. */
  Redaction and(String... parameters) {
    List<String> all = new ArrayList<>(secrets);
    for (String parameter : parameters) {
      if (parameter.isEmpty()) {
        throw new IllegalArgumentException(
            "A query parameter without a name cannot be told from others: name what is secret.");
      }
      all.add(parameter);
    }
    return new Redaction(List.copyOf(all));
  }

  /**
   * A query with its secrets hidden.
   *
   * @param query as it was sent
   * @return the same string if there is none
   */
  String query(String query) {
    StringBuilder hidden = null;
    int copied = 0;
    int start = 0;
    while (start < query.length()) {
      int ampersand = query.indexOf('&', start);
      int end = ampersand < 0 ? query.length() : ampersand;
      int equals = query.indexOf('=', start);
      if (equals > 0 && equals < end - 1 && isSecret(query, start, equals)) {
        hidden = hidden == null ? new StringBuilder(query.length() + REDACTED.length()) : hidden;
        hidden.append(query, copied, equals + 1).append(REDACTED);
        copied = end;
      }
      start = end + 1;
    }
    return hidden == null ? query : hidden.append(query, copied, query.length()).toString();
  }

  /**
   * A whole URL with its secrets hidden.
   *
   * @param uri that was asked for
   */
  String url(URI uri) {
    String query = uri.getRawQuery();
    String user = uri.getRawUserInfo();
    String shown = query == null ? null : query(query);
    String whole = uri.toString();
    if (user != null) {
      String masked = user.indexOf(':') < 0 ? REDACTED : REDACTED + ':' + REDACTED;
      int at = whole.indexOf("//") + 2;
      whole = whole.substring(0, at) + masked + whole.substring(at + user.length());
    }
    if (query != null && shown != null && !shown.equals(query)) {
      int at = whole.indexOf('?') + 1;
      whole = whole.substring(0, at) + shown + whole.substring(at + query.length());
    }
    return whole;
  }

  private boolean isSecret(String query, int start, int end) {
    String decoded = null;
    int percent = query.indexOf('%', start);
    if (percent >= 0 && percent < end) {
      decoded = decoded(query.substring(start, end));
    }
    String text = decoded == null ? query : decoded;
    int from = decoded == null ? start : 0;
    int length = decoded == null ? end - start : decoded.length();
    for (int i = 0; i < secrets.size(); i++) {
      String secret = secrets.get(i);
      if (secret.length() == length && text.regionMatches(true, from, secret, 0, length)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null; // Not encoded then: compared as it is.
    }
  }
}
