package io.obs4j.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a statement does, and to what, in the order of its words: {@code SELECT orders users}.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/db/database-spans/">Semantic
 *     conventions, generating a summary of the query</a>
 */
final class QuerySummary {

  /** How long it is at the most, by the conventions. */
  private static final int LONGEST = 255;

  private static final Set<String> CALLS = Set.of("CALL", "EXEC", "EXECUTE");
  private static final Set<String> CHANGES =
      Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE");
  private static final Set<String> DEFINITIONS =
      Set.of("CREATE", "ALTER", "DROP", "TRUNCATE", "LOCK");
  private static final Set<String> OTHERS =
      Set.of("VALUES", "COMMIT", "ROLLBACK", "EXPLAIN", "GRANT", "REVOKE", "SHOW", "BEGIN");
  private static final Set<String> OBJECTS =
      Set.of(
          "TABLE",
          "VIEW",
          "INDEX",
          "SEQUENCE",
          "SCHEMA",
          "DATABASE",
          "FUNCTION",
          "PROCEDURE",
          "TRIGGER",
          "TYPE",
          "ROLE",
          "USER",
          "EXTENSION");
  private static final Set<String> BETWEEN_OBJECT_AND_NAME =
      Set.of(
          "OR",
          "REPLACE",
          "UNIQUE",
          "TEMPORARY",
          "TEMP",
          "GLOBAL",
          "LOCAL",
          "UNLOGGED",
          "IF",
          "NOT",
          "EXISTS",
          "ONLY",
          "CONCURRENTLY",
          "MATERIALIZED",
          "CACHED",
          "MEMORY");
  private static final Set<String> BEFORE_TABLE =
      Set.of("ONLY", "LATERAL", "INTO", "IGNORE", "LOW_PRIORITY", "DELAYED", "TABLE");
  private static final Set<String> AFTER_TABLES =
      Set.of(
          "WHERE",
          "GROUP",
          "ORDER",
          "HAVING",
          "LIMIT",
          "OFFSET",
          "FETCH",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "SET",
          "VALUES",
          "RETURNING",
          "WINDOW",
          "FOR");

  /** What the next name is. */
  private enum Next {
    NOTHING,
    TABLE,
    INSERTED_TABLE,
    DEFINED,
    PROCEDURE,
    COMMON_TABLE
  }

  private final StringBuilder text = new StringBuilder();
  private final Set<String> commonTables = new HashSet<>();

  /** For each open parenthesis whether tables are listed, the innermost last. */
  private final List<Boolean> listing = new ArrayList<>(List.of(false));

  /** For each whether a query began in it: else {@code FROM} belongs to a function. */
  private final List<Boolean> querying = new ArrayList<>(List.of(false));

  private Next next = Next.NOTHING;
  private boolean fresh = true;
  private boolean dotted;
  private boolean naming;
  private boolean full;
  private String last = "";
  private @Nullable String procedure;

  /** Null if nothing is known of it. */
  @Nullable String text() {
    return text.length() == 0 ? null : text.toString();
  }

  /** The procedure that is called, null if none is. */
  @Nullable String procedure() {
    return procedure;
  }

  /** A character that belongs to no name. */
  void symbol(char c) {
    switch (c) {
      case '(' -> {
        listing.add(false);
        querying.add(false);
        fresh = true;
        if (next == Next.TABLE) {
          next = Next.NOTHING;
        }
      }
      case ')' -> {
        if (listing.size() > 1) {
          listing.remove(listing.size() - 1);
          querying.remove(querying.size() - 1);
        }
        fresh = next == Next.COMMON_TABLE && listing.size() == 1;
      }
      case ',' -> {
        if (listing.get(listing.size() - 1)) {
          next = Next.TABLE;
        }
      }
      case ';' -> end();
      default -> {}
    }
    if (!Character.isWhitespace(c)) {
      dotted = c == '.' && naming;
      naming = dotted;
    }
  }

  private void end() {
    if (text.length() > 0 && text.charAt(text.length() - 1) != ';') {
      text.append(';');
    }
    next = Next.NOTHING;
    fresh = true;
    listing.replaceAll(each -> false);
    querying.replaceAll(each -> false);
  }

  /** A word that is not quoted. */
  void word(String word, boolean beforeParenthesis) {
    String upper = word.toUpperCase(Locale.ROOT);
    if (dotted || !keyword(word, upper)) {
      name(word, beforeParenthesis);
    } else {
      naming = false;
      dotted = false;
    }
    last = upper;
  }

  /** Takes a word of the language; false if it is a name where one is expected. */
  private boolean keyword(String word, String upper) {
    int depth = listing.size() - 1;
    boolean first = fresh;
    fresh = false;
    if (upper.equals("SELECT")) {
      add(word);
      querying.set(depth, true);
      listing.set(depth, false);
      next = Next.NOTHING;
    } else if (first && CHANGES.contains(upper)) {
      add(word);
      querying.set(depth, true);
      next = upper.equals("DELETE") ? Next.NOTHING : Next.INSERTED_TABLE;
    } else if (first && CALLS.contains(upper)) {
      add(word);
      next = Next.PROCEDURE;
    } else if (first && listing.size() == 1 && DEFINITIONS.contains(upper)) {
      add(word);
      next = Next.DEFINED;
    } else if (first && listing.size() == 1 && upper.equals("WITH")) {
      next = Next.COMMON_TABLE;
    } else if (first && listing.size() == 1 && OTHERS.contains(upper)) {
      add(word);
      fresh = upper.equals("EXPLAIN");
    } else {
      return follows(word, upper, depth);
    }
    return true;
  }

  private boolean follows(String word, String upper, int depth) {
    switch (next) {
      case DEFINED -> {
        if (BETWEEN_OBJECT_AND_NAME.contains(upper)) {
          return true;
        } else if (OBJECTS.contains(upper)) {
          add(word);
          return true;
        }
        return upper.equals("ON");
      }
      case TABLE, INSERTED_TABLE -> {
        return BEFORE_TABLE.contains(upper);
      }
      case COMMON_TABLE -> {
        return listing.size() > 1 || upper.equals("AS") || upper.equals("RECURSIVE");
      }
      case PROCEDURE -> {
        return false;
      }
      case NOTHING -> {
        if (upper.equals("FROM") && querying.get(depth) && !last.equals("DISTINCT")) {
          next = Next.TABLE;
          listing.set(depth, true);
        } else if (upper.equals("JOIN") || upper.equals("INTO")) {
          next = upper.equals("JOIN") ? Next.TABLE : Next.INSERTED_TABLE;
        } else if (AFTER_TABLES.contains(upper)) {
          listing.set(depth, false);
        }
      }
    }
    return true;
  }

  /** A name, perhaps quoted. */
  void name(String name, boolean beforeParenthesis) {
    fresh = false;
    if (dotted) {
      append(name);
      dotted = false;
      naming = true;
      return;
    }
    naming = false;
    Next expected = next;
    if (expected == Next.COMMON_TABLE) {
      if (listing.size() == 1) {
        commonTables.add(name);
      }
      return;
    }
    next = Next.NOTHING;
    boolean function = expected == Next.TABLE && beforeParenthesis;
    if (expected == Next.NOTHING || function || commonTables.contains(name)) {
      return;
    }
    add(name);
    naming = !full;
    if (expected == Next.PROCEDURE) {
      procedure = name;
    }
  }

  private void append(String part) {
    if (!full && text.length() + part.length() < LONGEST) {
      text.append('.').append(part);
      if (procedure != null) {
        procedure = procedure + '.' + part;
      }
    }
  }

  /** Whole words alone, as many as there is room for. */
  private void add(String word) {
    if (full || text.length() + 1 + word.length() > LONGEST) {
      full = true;
      return;
    }
    if (text.length() > 0) {
      text.append(' ');
    }
    text.append(word);
  }
}
