package io.obs4j.logging.format;

import org.jspecify.annotations.Nullable;

/**
 * Where an encoder keeps what it has made of {@link ContextFields} that never change: the next line
 * with them copies bytes. Belongs to the fields; safe for use by any thread.
 */
public final class EncodedContext {

  /*
   * Both fields are written and read by data races. A run is immutable, with final fields, so who
   * sees one sees all of it; who does not makes another one. A lost sight delays it by a line.
   */

  private boolean seen;
  private @Nullable ContextRun run;

  /** Without anything yet. */
  public EncodedContext() {}

  /** The fields as bytes from their second line on; null if they have to be written one by one. */
  @Nullable ContextRun of(ContextFields fields, LineEncoder encoder) {
    ContextRun known = run;
    if (known == null || known.origin != encoder.id) {
      if (!seen) {
        seen = true; // Many a context sees a single line, for which it would not pay.
        return null;
      }
      known = ContextRun.of(fields, encoder);
      run = known;
    }
    return known.isWhole() ? known : null;
  }
}
