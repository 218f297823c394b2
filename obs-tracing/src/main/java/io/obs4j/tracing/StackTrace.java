package io.obs4j.tracing;

import java.io.PrintWriter;
import java.io.Writer;

/** The text of a stack trace, as the exception prints it, up to a number of characters. */
final class StackTrace {

  private StackTrace() {}

  static String of(Throwable exception, int longest) {
    Page page = new Page(longest);
    try {
      exception.printStackTrace(new PrintWriter(page));
    } catch (Full e) {
      return page.text();
    } catch (Throwable e) {
      // Printing is foreign code, which may throw anything; what it wrote before is kept.
      page.add(exception.getClass().getName() + " (printing it threw " + e.getClass().getName());
      page.add(")");
    }
    return page.text();
  }

  /** Ends the printing of a text that is long enough; thrown away at once. */
  private static final class Full extends RuntimeException {

    private static final long serialVersionUID = 1;

    Full() {
      super("full", null, false, false);
    }
  }

  private static final class Page extends Writer {

    private final StringBuilder text = new StringBuilder();
    private final int longest;

    Page(int longest) {
      this.longest = longest;
    }

    void add(String more) {
      text.append(more, 0, Math.min(more.length(), longest - text.length()));
    }

    String text() {
      return AttributeValues.cut(text.toString(), longest);
    }

    @Override
    public void write(char[] characters, int start, int length) {
      int room = longest - text.length();
      text.append(characters, start, Math.min(length, room));
      if (length > room) {
        throw new Full();
      }
    }

    @Override
    public void write(String more, int start, int length) {
      int room = longest - text.length();
      text.append(more, start, start + Math.min(length, room));
      if (length > room) {
        throw new Full();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
