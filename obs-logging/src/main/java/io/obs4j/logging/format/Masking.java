package io.obs4j.logging.format;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.NamePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What is masked in log lines: the values of keys that are named, and whatever matches patterns of
 * secrets, in messages, parameters, context, key-values and what exceptions say. Immutable.
 */
public final class Masking {

  /** What stands in place of a secret, unless said otherwise: {@value}. */
  public static final String DEFAULT_REPLACEMENT = "***";

  /** One bit each. */
  private static final int MOST_PATTERNS = 64;

  private static final int MOST_KEPT = 16;

  private static final String[] STANDARD_KEYS = {
    "*password*", "*passwd*", "*passphrase*", "*secret*", "*credential*", "*apikey*",
    "*accesskey*", "*privatekey*", "token", "*accesstoken*", "*refreshtoken*", "*idtoken*",
    "*authtoken*", "*sessiontoken*", "authorization", "proxyauthorization", "cookie", "setcookie",
    "cardnumber", "cvv", "cvc"
  };

  private static final String[] STANDARD_ASSIGNMENTS = {
    "password", "passwd", "pwd", "secret", "api_key", "apikey", "access_key", "token"
  };

  private static final Masking OF_STANDARD_KEYS = builder().standardKeys().build();

  final List<KeyRule> keys;
  final List<SecretPattern> patterns;
  final String replacement;

  /**
   * A key whose value is masked.
   *
   * @param pattern of its name, as {@link #plain} makes it
   * @param kept how many characters at the end of the value are shown
   */
  record KeyRule(NamePattern pattern, int kept) {

    boolean matches(String plainKey) {
      return pattern.matches(plainKey)
          || pattern.matches(plainKey.substring(plainKey.lastIndexOf('.') + 1));
    }
  }

  private Masking(Builder builder) {
    this.keys = List.copyOf(builder.keys);
    this.patterns = List.copyOf(builder.patterns);
    this.replacement = builder.replacement;
  }

  /**
   * Nothing is masked.
   *
   * @return without keys and patterns
   */
  public static Masking none() {
    return builder().build();
  }

  /**
   * The values of keys that speak of passwords, tokens, cookies and the like, those of {@link
   * #standard()}; texts are not looked through. It is free where no key matches, and what formats
   * mask unless told otherwise.
   *
   * @return the default
   */
  public static Masking standardKeys() {
    return OF_STANDARD_KEYS;
  }

  /**
   * What is a secret nearly everywhere: keys that speak of passwords, tokens, cookies and the like,
   * and in all text payment cards, authorization headers, JSON web tokens, access keys of clouds,
   * passwords in URLs and assignments such as {@code password=...}. E-mail addresses and IBANs are
   * not among them.
   *
   * @return the masking that is recommended to begin with
   */
  public static Masking standard() {
    return builder().standard().build();
  }

  /**
   * A builder that starts with nothing.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** What masks in this way, counting in the metrics of diagnostics. */
  Masker masker(Diagnostics diagnostics) {
    return new Masker(this, diagnostics);
  }

  /** A key as it is compared: without regard to case, hyphens and underscores. */
  static String plain(String key) {
    return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Collects the settings. Not safe for use by several threads at once. */
  public static final class Builder {

    private final List<KeyRule> keys = new ArrayList<>();
    private final List<SecretPattern> patterns = new ArrayList<>();
    private String replacement = DEFAULT_REPLACEMENT;

    private Builder() {}

    /**
     * Adds what {@link Masking#standard()} masks.
     *
     * @return this
     */
    public Builder standard() {
      return standardKeys()
          .pattern(SecretPattern.authorization())
          .pattern(SecretPattern.urlPassword())
          .pattern(SecretPattern.assignment(STANDARD_ASSIGNMENTS))
          .pattern(SecretPattern.jwt())
          .pattern(SecretPattern.accessKey())
          .pattern(SecretPattern.paymentCard());
    }

    /** Adds what {@link Masking#standardKeys()} masks. */
    Builder standardKeys() {
      return keys(STANDARD_KEYS);
    }

    /**
     * Masks the values of keys, whatever they are.
     *
     * @param names compared with whole keys, and with what follows their last dot; {@code *} stands
     *     for any characters; case, hyphens and underscores do not count
     * @return this
     * @throws IllegalArgumentException if a name is blank
     */
    public Builder keys(String... names) {
      return keysKeepingLast(0, names);
    }

    /**
     * Masks the values of keys but for their end, which is shown if it is less than half of them.
     *
     * @param kept how many characters are shown, from 0 to 16
     * @param names as those of {@link #keys}
     * @return this
     * @throws IllegalArgumentException if a name is blank or the number out of range
     */
    public Builder keysKeepingLast(int kept, String... names) {
      checkKept(kept);
      for (String name : names) {
        keys.add(new KeyRule(new NamePattern(plain(name)), kept));
      }
      return this;
    }

    /**
     * Masks what matches a pattern, wherever it stands.
     *
     * @param pattern of a secret
     * @return this
     * @throws IllegalArgumentException if there are 64 already
     */
    public Builder pattern(SecretPattern pattern) {
      if (patterns.size() == MOST_PATTERNS) {
        throw new IllegalArgumentException(
            "There are " + MOST_PATTERNS + " patterns already. Join some of them with |.");
      }
      patterns.add(Objects.requireNonNull(pattern, "pattern"));
      return this;
    }

    /**
     * Sets what stands in place of a secret.
     *
     * @param text perhaps empty
     * @return this
     */
    public Builder replacement(String text) {
      replacement = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * The masking with these settings.
     *
     * @return immutable
     */
    public Masking build() {
      return new Masking(this);
    }
  }

  static int checkKept(int kept) {
    if (kept < 0 || kept > MOST_KEPT) {
      throw new IllegalArgumentException("kept " + kept + " must be from 0 to " + MOST_KEPT);
    }
    return kept;
  }
}
