package io.obs4j.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.event.KeyValuePair;

/** What all sides log: one event with all that is usual, and one with an exception. */
final class LogWork {

  static final String LOGGER = "io.acme.shop.OrderService";
  static final String TEMPLATE = "Order {} of {} items accepted";
  static final String FAILED = "Order refused";
  static final String ORDER = "4711-0815";
  static final Integer ITEMS = 3;
  static final KeyValuePair AMOUNT = new KeyValuePair("amount", 14_995L);
  static final KeyValuePair METHOD = new KeyValuePair("method", "card");
  static final List<KeyValuePair> KEY_VALUES = List.of(AMOUNT, METHOD);

  static final Map<String, String> CONTEXT =
      Map.of("request", "b1946ac9-2495-4e0c", "user", "u-20817", "tenant", "acme");

  static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  static final String SPAN_ID = "b7ad6b7169203331";

  /** Sampled, with a trace id that is random: so our tracer says of each trace that it begins. */
  static final String TRACE_FLAGS = "03";

  /** Of an exception, those of JMH and of the JDK with it; its cause has a few more. */
  private static final int FRAMES = 30;

  private static final int CAUSE_FRAMES = 3;

  private LogWork() {}

  /**
   * The context for those who know no spans: with the ids of the current one, as OpenTelemetry's
   * agent puts them there.
   */
  static Map<String, String> contextWithTrace() {
    Map<String, String> all = new TreeMap<>(CONTEXT);
    all.put("trace_id", TRACE_ID);
    all.put("span_id", SPAN_ID);
    all.put("trace_flags", TRACE_FLAGS);
    return all;
  }

  /** The same with the key-values, for those who have none or write none. */
  static Map<String, String> contextWithAll() {
    Map<String, String> all = contextWithTrace();
    for (KeyValuePair pair : KEY_VALUES) {
      all.put(pair.key, String.valueOf(pair.value));
    }
    return all;
  }

  /** The whole event, through SLF4J. */
  static void log(Logger logger) {
    logger
        .atInfo()
        .addKeyValue(AMOUNT.key, AMOUNT.value)
        .addKeyValue(METHOD.key, METHOD.value)
        .log(TEMPLATE, ORDER, ITEMS);
  }

  /** How many calls an exception needs on top of the current ones to have its frames. */
  static int missingFrames() {
    return Math.max(0, FRAMES - new Throwable().getStackTrace().length);
  }

  /** An exception with a cause, thrown some calls below. */
  static IllegalStateException exception(int calls) {
    return calls > 0
        ? exception(calls - 1)
        : new IllegalStateException("no answer", cause(CAUSE_FRAMES));
  }

  private static IllegalArgumentException cause(int calls) {
    return calls > 1 ? cause(calls - 1) : new IllegalArgumentException("no such user");
  }
}
