package io.obs4j.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/**
 * One secret that opens the metrics, compared in a time that does not depend on how much of it was
 * guessed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617, Basic</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750, Bearer</a>
 */
final class Credentials {

  private final String scheme;
  private final String challenge;
  private final byte[] secret;

  private Credentials(String scheme, String challenge, String secret) {
    this.scheme = scheme + ' ';
    this.challenge = scheme + ' ' + challenge;
    this.secret = secret.getBytes(UTF_8);
  }

  /** A user's name, without a colon, and a password. */
  static Credentials basic(String user, String password) {
    String pair = user + ':' + password;
    return new Credentials(
        "Basic",
        "realm=\"metrics\", charset=\"UTF-8\"",
        Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  /** A token that is sent as it is. */
  static Credentials bearer(String token) {
    return new Credentials("Bearer", "realm=\"metrics\"", token);
  }

  /** The value of {@code WWW-Authenticate}. */
  String challenge() {
    return challenge;
  }

  /** Whether a request shows any of some secrets; always, if there is none to show. */
  static boolean admit(List<Credentials> any, PageExchange exchange) {
    String shown = exchange.requestHeader("Authorization");
    return any.isEmpty() || (shown != null && any.stream().anyMatch(one -> one.matches(shown)));
  }

  private boolean matches(String shown) {
    return shown.regionMatches(true, 0, scheme, 0, scheme.length())
        && MessageDigest.isEqual(secret, shown.substring(scheme.length()).strip().getBytes(UTF_8));
  }
}
