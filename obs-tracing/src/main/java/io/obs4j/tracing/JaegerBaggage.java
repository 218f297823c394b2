package io.obs4j.tracing;

import io.obs4j.core.internal.PercentEncoding;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Baggage as Jaeger's client libraries send it: a header {@code uberctx-key: value} for each, with
 * the value encoded as in forms; and as people send it by hand: {@code jaeger-baggage: k1=v1,
 * k2=v2}. Keys are in lower case, as header names have no case. The format knows no limits; those
 * of W3C Baggage hold.
 *
 * @see <a href="https://www.jaegertracing.io/docs/1.21/client-libraries/#baggage">Jaeger,
 *     Baggage</a>
 */
final class JaegerBaggage {

  private static final String PREFIX = "uberctx-";
  private static final String BY_HAND = "jaeger-baggage";

  private final BaggageBuilder baggage = Baggage.builder();
  private final BaggageLimits limits = new BaggageLimits();

  private JaegerBaggage() {}

  @SuppressWarnings("deprecation") // A format whose names of headers vary needs all of them.
  static <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
    JaegerBaggage found = null;
    for (String name : getter.keys(carrier)) {
      boolean prefixed = name.regionMatches(/* ignoreCase= */ true, 0, PREFIX, 0, PREFIX.length());
      if (prefixed || name.equalsIgnoreCase(BY_HAND)) {
        String value = getter.get(carrier, name);
        if (value != null && value.length() <= BaggagePropagator.LONGEST) {
          found = found == null ? new JaegerBaggage() : found;
          found.add(prefixed ? name.substring(PREFIX.length()) : "", value);
        }
      }
    }
    Baggage baggage = found == null ? Baggage.empty() : found.baggage.build();
    return baggage.isEmpty() ? context : context.with(baggage);
  }

  /** Adds a header: one entry, or several if it has no key. */
  private void add(String key, String value) {
    if (!key.isEmpty()) {
      put(key, value);
      return;
    }
    int to;
    for (int from = 0; from < value.length() && !limits.isReached(); from = to + 1) {
      to = value.indexOf(',', from);
      if (to < 0) {
        to = value.length();
      }
      String member = value.substring(from, to);
      int equals = member.indexOf('=');
      if (equals >= 0) {
        put(member.substring(0, equals).strip(), member.substring(equals + 1).strip());
      }
    }
  }

  private void put(String key, String encoded) {
    if (!BaggageMember.isKey(key) || !limits.admit(key.length() + 1 + encoded.length())) {
      return;
    }
    String value = PercentEncoding.decodeReplacing(encoded.replace('+', ' '));
    if (value != null) {
      baggage.put(key.toLowerCase(Locale.ROOT), value);
    }
  }

  static <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
    Baggage baggage = Baggage.fromContext(context);
    if (baggage.isEmpty()) {
      return;
    }
    BaggageLimits limits = new BaggageLimits();
    baggage.forEach(
        new BiConsumer<String, BaggageEntry>() {
          @Override
          public void accept(String key, BaggageEntry entry) {
            StringBuilder value = new StringBuilder();
            PercentEncoding.encode(entry.getValue(), value);
            if (BaggageMember.isKey(key) && limits.admit(key.length() + 1 + value.length())) {
              setter.set(carrier, PREFIX + key, value.toString());
            }
          }
        });
  }
}
