package io.obs4j.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Reads a statement once, from its beginning: writes it down again without its values, and hands
 * its words to a {@link QuerySummary}.
 *
 * <p>A value never gets through. What can be a value is one: strings of all notations, numbers, and
 * what is quoted doubly where that may be a string. Comments are left out, as they may quote
 * anything. Where databases disagree on where a string or a comment ends, and the statement does
 * not tell, the rest of it is left out as well.
 */
final class SqlReader {

  private static final char MASK = '?';

  private final String sql;
  private final boolean doubleQuotesAreNames;
  private final DatabaseSystem system;
  private final StringBuilder text;
  private final QuerySummary summary = new QuerySummary();
  private int at;
  private String lastWord = "";

  SqlReader(String sql, DatabaseSystem system) {
    this.sql = sql;
    this.doubleQuotesAreNames = system.doubleQuotesAreNames();
    this.system = system;
    this.text = new StringBuilder(sql.length());
    while (at < sql.length()) {
      next(sql.charAt(at));
    }
  }

  /** The statement without its values. */
  String text() {
    return text.toString().strip();
  }

  /** What it does and to what, null if that is not known. */
  @Nullable String summary() {
    return summary.text();
  }

  /** The procedure that it calls, null if none. */
  @Nullable String procedure() {
    return summary.procedure();
  }

  private void next(char c) {
    if (isNameStart(c)) {
      word();
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)) && !endsInName())) {
      number();
    } else if (c == '\'') {
      string(/* escapes= */ false);
    } else if (c == '"') {
      doublyQuoted();
    } else if (c == '`') {
      quotedName('`');
    } else if (c == '$') {
      dollar();
    } else if (c == '-' && peek(1) == '-') {
      // Some databases take two hyphens for a comment only if there is a blank behind them.
      lineComment(at + 2 >= sql.length() || peek(2) <= ' ');
    } else if (c == '#' && system.hashIsComment()) {
      lineComment(system.hashIsAlwaysComment());
    } else if (c == '[' && system.bracketsQuoteNames() && bracketsHoldAQuote()) {
      mask(sql.length());
    } else if (c == '/' && peek(1) == '*') {
      blockComment();
    } else {
      text.append(c);
      summary.symbol(c);
      at++;
    }
  }

  private void word() {
    int start = at;
    while (at < sql.length() && isNamePart(sql.charAt(at))) {
      at++;
    }
    if (peek(0) == '\'' && at - start <= 2 && isPrefix(start)) {
      prefixed();
      return;
    }
    if (peek(0) == '&' && peek(1) == '\'' && at - start == 1) { // U&'...'
      at++;
      string(/* escapes= */ false);
      return;
    }
    String word = sql.substring(start, at);
    text.append(word);
    summary.word(word, followedByParenthesis());
    if (word.equalsIgnoreCase("BY") && lastWord.equalsIgnoreCase("IDENTIFIED")) {
      mask(sql.length()); // A password, which Oracle writes as it writes a name.
    }
    lastWord = word;
  }

  private boolean isPrefix(int start) {
    char last = Character.toLowerCase(sql.charAt(at - 1));
    return at - start == 1
        ? last == 'n' || last == 'e' || last == 'x' || last == 'b' || last == 'q'
        : last == 'q' && Character.toLowerCase(sql.charAt(start)) == 'n';
  }

  /** A string with a letter in front: that of Oracle chooses what it ends with. */
  private void prefixed() {
    char last = Character.toLowerCase(sql.charAt(at - 1));
    if (last != 'q') {
      string(/* escapes= */ last == 'e');
      return;
    }
    char open = peek(1);
    int close = "[{<(".indexOf(open);
    String end = (close < 0 ? open : "]}>)".charAt(close)) + "'";
    int found = sql.indexOf(end, Math.min(sql.length(), at + 2));
    mask(found < 0 ? sql.length() : found + end.length());
  }

  /** At a quote. A quote after a backslash ends a string in some databases, and not in others. */
  private void string(boolean escapes) {
    char quote = sql.charAt(at);
    int i = at + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && escapes) {
        i++;
      } else if (c == '\\' && i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        mask(sql.length());
        return;
      } else if (c == quote) {
        if (i + 1 >= sql.length() || sql.charAt(i + 1) != quote) {
          mask(i + 1);
          return;
        }
        i++;
      }
      i++;
    }
    mask(sql.length());
  }

  private void doublyQuoted() {
    if (doubleQuotesAreNames) {
      quotedName('"');
    } else {
      string(/* escapes= */ false);
    }
  }

  private void quotedName(char quote) {
    int end = at + 1;
    while (end < sql.length()) {
      if (sql.charAt(end) == quote) {
        if (end + 1 >= sql.length() || sql.charAt(end + 1) != quote) {
          break;
        }
        end++;
      }
      end++;
    }
    if (end >= sql.length()) {
      mask(sql.length());
      return;
    }
    String name = sql.substring(at, end + 1);
    at = end + 1;
    text.append(name);
    summary.name(name, followedByParenthesis());
  }

  /** A parameter such as {@code $1}, or a string between two tags such as {@code $body$}. */
  private void dollar() {
    int end = at + 1;
    while (end < sql.length() && isNamePart(sql.charAt(end)) && sql.charAt(end) != '$') {
      end++;
    }
    boolean tagged = end < sql.length() && sql.charAt(end) == '$' && !isDigit(peek(1));
    if (tagged) {
      String tag = sql.substring(at, end + 1);
      int close = sql.indexOf(tag, end + 1);
      mask(close < 0 ? sql.length() : close + tag.length());
    } else {
      text.append(sql, at, end);
      at = end;
    }
  }

  private void number() {
    int end = at + 1;
    while (end < sql.length()) {
      char c = sql.charAt(end);
      boolean sign = (c == '-' || c == '+') && Character.toLowerCase(sql.charAt(end - 1)) == 'e';
      if (!isNamePart(c) && c != '.' && !(sign && !isHexadecimal())) {
        break;
      }
      end++;
    }
    dropSign();
    mask(end);
  }

  private boolean isHexadecimal() {
    return peek(0) == '0' && Character.toLowerCase(peek(1)) == 'x';
  }

  /** A sign belongs to the value where there is nothing that it could be subtracted from. */
  private void dropSign() {
    int last = text.length() - 1;
    if (last < 0 || (text.charAt(last) != '-' && text.charAt(last) != '+')) {
      return;
    }
    int before = last - 1;
    while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
      before--;
    }
    if (before < 0 || "(,=<>+-*/".indexOf(text.charAt(before)) >= 0) {
      text.setLength(last);
    }
  }

  /** A quote in a name, or an index that is a string: which it is, the statement does not tell. */
  private boolean bracketsHoldAQuote() {
    for (int i = at + 1; i < sql.length() && sql.charAt(i) != ']'; i++) {
      if ("'\"`".indexOf(sql.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * What may be a comment to the end of the line: it is none to go by if it could open anything.
   */
  private void lineComment(boolean certain) {
    int end = at;
    while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
      char c = sql.charAt(end);
      if (!certain && (c == '\'' || c == '"' || c == '`' || c == '$' || c == '*')) {
        mask(sql.length());
        return;
      }
      end++;
    }
    at = end;
    text.append(' ');
  }

  /** Some databases nest comments. */
  private void blockComment() {
    int end = sql.indexOf("*/", at + 2);
    int nested = sql.indexOf("/*", at + 2);
    if (end < 0 || (nested >= 0 && nested < end)) {
      mask(sql.length());
      return;
    }
    at = end + 2;
    text.append(' ');
  }

  /** Writes a mark for all up to a place. */
  private void mask(int end) {
    at = end;
    text.append(MASK);
    summary.symbol(MASK);
  }

  private boolean endsInName() {
    return text.length() > 0 && isNamePart(text.charAt(text.length() - 1));
  }

  private boolean followedByParenthesis() {
    int i = at;
    while (i < sql.length() && Character.isWhitespace(sql.charAt(i))) {
      i++;
    }
    return i < sql.length() && sql.charAt(i) == '(';
  }

  private char peek(int ahead) {
    return at + ahead < sql.length() ? sql.charAt(at + ahead) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_' || c == '@' || Character.isSurrogate(c);
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '$';
  }
}
