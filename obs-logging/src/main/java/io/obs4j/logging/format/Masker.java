package io.obs4j.logging.format;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SelfMetrics;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/**
 * Masks secrets in what was just written, and counts them. Where no literal of a pattern occurs,
 * the bytes are looked through once, and nothing is allocated. Never throws, and never lets pass
 * what it could not search: that is masked whole. Safe for use by any thread.
 */
final class Masker {

  private static final String FAULT = "log.masking";

  /** Longer text is masked from here on, once a literal occurs in it. */
  private static final int LONGEST = 64 << 10;

  /** Of a secret that a text is cut in, this much must be there for it to be found, if not all. */
  static final int LONGEST_SECRET = 4 << 10;

  private static final AttributeKey<String> KIND = AttributeKey.stringKey("kind");

  private final Diagnostics diagnostics;
  private final KeyMasks keys;
  private final List<SecretPattern> patterns;
  private final LiteralScan literals;
  private final String replacement;
  private final SelfMetrics.Counter ofKeys;
  private final SelfMetrics.Counter[] ofPatterns;

  Masker(Masking masking, Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    this.keys = new KeyMasks(masking.keys);
    this.patterns = masking.patterns;
    this.literals = new LiteralScan(patterns);
    this.replacement = masking.replacement;
    this.ofKeys = counter("key");
    this.ofPatterns = new SelfMetrics.Counter[patterns.size()];
    for (int i = 0; i < ofPatterns.length; i++) {
      ofPatterns[i] = counter(patterns.get(i).kind);
    }
  }

  private SelfMetrics.Counter counter(String kind) {
    return diagnostics
        .metrics()
        .counter(
            "obs.log.masked",
            "{secret}",
            "Secrets that were masked in log lines, by kind.",
            Attributes.of(KIND, kind));
  }

  /** Whether the value of a key is masked, whatever it is. */
  boolean masksKey(String key) {
    return keys.kept(key) != KeyMasks.NOT_MASKED;
  }

  /**
   * Masks the value of a key that {@linkplain #masksKey is masked}.
   *
   * @param key of the value
   * @param sink that ends in the value, as JSON; or in nothing, if its end is not to be shown
   * @param from where the value begins; a string is there afterwards
   */
  void maskValue(String key, ByteSink sink, int from) {
    String text = "";
    int kept = keys.kept(key);
    int size = sink.size();
    if (kept > 0 && size > from) {
      boolean quoted = sink.array()[from] == '"';
      boolean nested = sink.array()[from] == '{' || sink.array()[from] == '[';
      sink.truncate(quoted ? size - 1 : size);
      text = nested ? "" : JsonContent.decode(sink, quoted ? from + 1 : from);
    }
    sink.truncate(from);
    JsonString.write(sink, replacement + end(text, Math.max(0, kept)));
    ofKeys.increment();
  }

  /**
   * Masks all that matches a pattern.
   *
   * @param sink that ends in the content of a JSON string
   * @param from where the content begins: all of a value, so that what stands in a template and
   *     goes on in a parameter is found
   * @param isCut whether the content is the beginning of a longer one; where something was masked,
   *     what may be the beginning of a secret is then taken off its end
   * @return whether something was masked
   */
  boolean maskText(ByteSink sink, int from, boolean isCut) {
    long found = literals.find(sink.array(), from, sink.size());
    return found != 0 && search(found, sink, from, isCut);
  }

  /**
   * Masks a number that matches a pattern.
   *
   * @param sink that ends in the number
   * @param from where the number begins; a string is there afterwards if it was masked
   */
  void maskNumber(ByteSink sink, int from) {
    if (maskText(sink, from, false)) {
      String text = JsonContent.decode(sink, from);
      sink.truncate(from);
      JsonString.write(sink, text);
    }
  }

  private boolean search(long found, ByteSink sink, int from, boolean isCut) {
    String text = JsonContent.decode(sink, from);
    boolean isLong = text.length() > LONGEST;
    String masked = cut(text, LONGEST);
    int unsure = isLong || isCut ? LONGEST_SECRET : 0;
    for (long rest = found; rest != 0; rest &= rest - 1) {
      Replaced replaced = mask(Long.numberOfTrailingZeros(rest), masked);
      masked = replaced.text();
      unsure = Math.min(unsure, replaced.unchangedAtEnd());
    }
    if (masked.equals(text)) {
      return false;
    }
    sink.truncate(from);
    JsonString.writeContent(sink, cut(masked, masked.length() - unsure));
    if (isLong) {
      JsonString.writeContent(sink, replacement);
    }
    return true;
  }

  private Replaced mask(int index, String text) {
    SecretPattern pattern = patterns.get(index);
    Replaced replaced = new Replaced(text, pattern.kept, ofPatterns[index]);
    try {
      pattern.finder.find(new CountedText(text), replaced);
    } catch (CountedText.Exhausted | StackOverflowError e) {
      diagnostics.fault(
          FAULT,
          pattern.kind,
          "Looking for secrets of kind '"
              + pattern.kind
              + "' in a text of "
              + text.length()
              + " characters took too many steps; such texts are masked whole. Simplify the"
              + " pattern: no repetition within a repetition.");
      Replaced whole = new Replaced(text, 0, ofPatterns[index]);
      whole.at(0, text.length());
      return whole;
    }
    return replaced;
  }

  /** The beginning of a text, without cutting through a character. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean within = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, within ? most - 1 : most);
  }

  /** The end of a secret as far as it may be shown. */
  private static String end(String secret, int kept) {
    int length = secret.codePointCount(0, secret.length());
    return kept == 0 || length <= 2 * kept
        ? ""
        : secret.substring(secret.offsetByCodePoints(secret.length(), -kept));
  }

  /** A text in which what is found is replaced. */
  private final class Replaced implements SecretFinder.Found {

    private final String text;
    private final int kept;
    private final SelfMetrics.Counter counter;
    private final StringBuilder masked = new StringBuilder();
    private int copied;

    Replaced(String text, int kept, SelfMetrics.Counter counter) {
      this.text = text;
      this.kept = kept;
      this.counter = counter;
    }

    @Override
    public void at(int start, int end) {
      masked.append(text, copied, start).append(replacement);
      masked.append(end(text.substring(start, end), kept));
      copied = end;
      counter.increment();
    }

    String text() {
      return copied == 0 ? text : masked + text.substring(copied);
    }

    /** How many characters come after the last that was replaced. */
    int unchangedAtEnd() {
      return text.length() - copied;
    }
  }
}
