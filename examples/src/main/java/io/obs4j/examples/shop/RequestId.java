package io.obs4j.examples.shop;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import io.obs4j.core.ServerRequest;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request what a customer can name when he asks what became of it: in the answer, and as
 * baggage to all services that take part, whose log lines tell it.
 */
final class RequestId extends Filter {

  /** Has it in the requests of customers, and in answers. */
  static final String HEADER = "X-Request-Id";

  /** Its key in the baggage and in log lines. */
  static final String KEY = "request.id";

  private static final Pattern WELL_FORMED = Pattern.compile("[\\w.-]{1,64}");

  @Override
  public String description() {
    return "Names requests";
  }

  @Override
  @SuppressWarnings("try") // A scope is opened to be closed.
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Baggage caller = Baggage.current();
    String known = caller.getEntryValue(KEY);
    String id = of(known == null ? exchange.getRequestHeaders().getFirst(HEADER) : known);
    exchange.getResponseHeaders().set(HEADER, id);
    if (known == null) {
      // The line of the access log has the caller's baggage by itself, but not ours.
      ServerRequest.current().detail(KEY, id);
    }
    try (Scope scope = caller.toBuilder().put(KEY, id).build().makeCurrent()) {
      chain.doFilter(exchange);
    }
  }

  /** What came with a request if it is an id, and a fresh one if not. */
  private static String of(@Nullable String text) {
    return text != null && WELL_FORMED.matcher(text).matches()
        ? text
        : UUID.randomUUID().toString();
  }
}
