package io.obs4j.tracing;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code baggage}, which may be there several times. Malformed members are skipped, the
 * others kept; of two members with one key the later is taken. If nothing is left, the context is
 * the one that was given.
 *
 * @see <a href="https://www.w3.org/TR/baggage/">W3C Baggage</a>
 */
final class BaggagePropagator implements TextMapPropagator {

  private static final String BAGGAGE = "baggage";

  /** Characters of all headers together that are looked at: white space may come on top. */
  static final int LONGEST = 32_768;

  @Override
  public Collection<String> fields() {
    return List.of(BAGGAGE);
  }

  @Override
  public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
    String header = Headers.joined(carrier, getter, BAGGAGE, LONGEST);
    if (header == null) {
      return context;
    }
    Baggage baggage = parse(header);
    return baggage.isEmpty() ? context : context.with(baggage);
  }

  private static Baggage parse(String header) {
    BaggageBuilder baggage = Baggage.builder();
    BaggageLimits limits = new BaggageLimits();
    int length = header.length();
    int to;
    for (int from = 0; from < length && !limits.isReached(); from = to + 1) {
      to = header.indexOf(',', from);
      if (to < 0) {
        to = length;
      }
      int start = Headers.skipSpace(header, from, to);
      int end = Headers.dropSpace(header, start, to);
      if (start < end && limits.admit(end - start)) {
        BaggageMember.read(header.substring(start, end), baggage);
      }
    }
    return baggage.build();
  }

  @Override
  public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
    Baggage baggage = Baggage.fromContext(context);
    if (baggage.isEmpty()) {
      return;
    }
    Members members = new Members();
    baggage.forEach(members);
    if (members.text.length() > 0) {
      setter.set(carrier, BAGGAGE, members.text.toString());
    }
  }

  /** Writes the members that may be sent, and fit. */
  private static final class Members implements BiConsumer<String, BaggageEntry> {

    private final StringBuilder text = new StringBuilder();
    private final BaggageLimits limits = new BaggageLimits();

    @Override
    public void accept(String key, BaggageEntry entry) {
      if (limits.isReached() || !BaggageMember.isKey(key)) {
        return;
      }
      int before = text.length();
      int start = before == 0 ? 0 : before + 1;
      if (start > before) {
        text.append(',');
      }
      BaggageMember.write(key, entry, text);
      if (!limits.admit(text.length() - start)) {
        text.setLength(before);
      }
    }
  }

  @Override
  public String toString() {
    return "baggage";
  }
}
