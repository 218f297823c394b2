package io.obs4j.logging.format;

import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Text that is a secret wherever it stands, such as a payment card's number. It is searched for
 * only where one of its literals occurs. Immutable.
 */
public final class SecretPattern {

  final String kind;
  final SecretFinder finder;
  final List<Literal> literals;
  final int kept;

  private SecretPattern(String kind, SecretFinder finder, List<Literal> literals, int kept) {
    this.kind = kind;
    this.finder = finder;
    this.literals = literals;
    this.kept = kept;
  }

  /**
   * A pattern of one's own.
   *
   * @param kind a few words in lower case, from a small fixed set: an attribute of the exported
   *     count
   * @param regex of the secret; if it has a group, that alone is masked
   * @param literals of which one stands in whatever the expression matches; the case of ASCII
   *     letters does not count
   * @return the pattern
   * @throws IllegalArgumentException if the expression is malformed, or a text blank or missing
   */
  public static SecretPattern of(String kind, String regex, String... literals) {
    if (kind.isBlank()) {
      throw new IllegalArgumentException("kind must not be blank; it names what was masked");
    }
    if (literals.length == 0) {
      throw new IllegalArgumentException(
          "pattern '" + regex + "' must have a literal: without one, each line would be searched");
    }
    try {
      return new SecretPattern(
          kind, SecretFinder.of(Pattern.compile(regex)), Literal.of(literals), 0);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("pattern '" + regex + "' is malformed: " + e, e);
    }
  }

  /**
   * Numbers of payment cards, 13 to 19 digits, perhaps in groups, whose Luhn checksum is right.
   *
   * @return the pattern, of kind {@code card}
   */
  public static SecretPattern paymentCard() {
    return new SecretPattern("card", NumberFinder.CARD, List.of(Literal.CARD), 0);
  }

  /**
   * International bank account numbers, perhaps in groups, whose checksum is right.
   *
   * @return the pattern, of kind {@code iban}
   */
  public static SecretPattern iban() {
    return new SecretPattern("iban", NumberFinder.IBAN, List.of(Literal.IBAN), 0);
  }

  /**
   * The credentials of {@code Authorization} headers, and bearer tokens without one.
   *
   * @return the pattern, of kind {@code authorization}
   */
  public static SecretPattern authorization() {
    return of(
        "authorization",
        "(?i)authorization[\"']?\\s*+[:=]\\s*+[\"'\\[]?+(?:digest\\s++([^\\r\\n]++)"
            + "|(?:[a-z][\\w-]*+\\s++)?+([^\\s\"',;\\]]++))"
            + "|bearer\\s++([\\w\\-.~+/]{8,}+=*+)"
            + "|basic\\s++((?=[a-z_+/]*+[0-9=])[\\w+/]{6,}+=*+)",
        "authorization",
        "bearer",
        "basic");
  }

  /**
   * JSON web tokens.
   *
   * @return the pattern, of kind {@code jwt}
   */
  public static SecretPattern jwt() {
    return of("jwt", "eyJ[\\w-]{5,}+(?:\\.[\\w-]*+){1,4}+", "eyJ");
  }

  /**
   * E-mail addresses.
   *
   * @return the pattern, of kind {@code email}
   */
  public static SecretPattern email() {
    return of(
        "email",
        "(?<![\\p{L}\\p{N}_.%+'-])[\\p{L}\\p{N}_.%+'-]++@[\\p{L}\\p{N}-]++(?:\\.[\\p{L}\\p{N}-]++)++",
        "@");
  }

  /**
   * Access keys that are known by their beginning: of AWS, Google, GitHub, GitLab, Slack and
   * Stripe.
   *
   * @return the pattern, of kind {@code access_key}
   */
  public static SecretPattern accessKey() {
    return of(
        "access_key",
        "(?:AKIA|ASIA)[A-Z0-9]{16}+"
            + "|AIza[\\w-]{35}+"
            + "|gh[pousr]_\\w{20,}+|github_pat_\\w{20,}+|glpat-[\\w-]{20,}+"
            + "|xox[a-z]-[\\w-]{10,}+"
            + "|[sr]k_(?:live|test)_\\w{10,}+",
        "AKIA",
        "ASIA",
        "AIza",
        "ghp_",
        "gho_",
        "ghu_",
        "ghs_",
        "ghr_",
        "github_pat_",
        "glpat-",
        "xox",
        "k_live_",
        "k_test_");
  }

  /**
   * Passwords, or tokens alone, before the host of a URL.
   *
   * @return the pattern, of kind {@code url_password}
   */
  public static SecretPattern urlPassword() {
    return of(
        "url_password",
        "://(?:[^\\s/:@\"']*+:)?+([^\\s/\"']+)@" // to the last @ before the path
            + "|://[^\\s/:@\"'\\[]*+:(?!\\d++/)([^\\s\"']+)@", // with a slash, where it is no port
        "@");
  }

  /**
   * What is assigned to a name in text, as in {@code password=...}, {@code "token": "..."} or the
   * query of a URL.
   *
   * @param names such as {@code password}; also at the end of longer ones, whatever their case
   * @return the pattern, of kind {@code assignment}
   * @throws IllegalArgumentException if there is no name, or a blank one
   */
  public static SecretPattern assignment(String... names) {
    StringJoiner any = new StringJoiner("|");
    for (String name : names) {
      any.add(Pattern.quote(name));
    }
    return of(
        "assignment",
        "(?i)(?:"
            + any
            + ")(?:\\\\?[\"'])?\\s*+[:=]\\s*+"
            + "(?:\\\\\"([^\"\\\\\\r\\n]*+(?:\\\\[^\"\\r\\n][^\"\\\\\\r\\n]*+)*+)"
            + "|\"([^\"\\\\\\r\\n]*+(?:\\\\[^\\r\\n][^\"\\\\\\r\\n]*+)*+)"
            + "|'([^'\\r\\n]++)|([^\\s\"'&,;)}\\]]++))",
        names);
  }

  /**
   * The same, but the end of the secret is shown if it is less than half of it.
   *
   * @param count how many characters, from 0 to 16
   * @return another pattern
   * @throws IllegalArgumentException if the number is out of range
   */
  public SecretPattern keepingLast(int count) {
    return new SecretPattern(kind, finder, literals, Masking.checkKept(count));
  }

  /** The kind of secret. */
  @Override
  public String toString() {
    return Objects.toString(kind);
  }
}
