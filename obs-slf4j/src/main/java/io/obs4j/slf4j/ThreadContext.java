package io.obs4j.slf4j;

import io.obs4j.logging.format.ContextFields;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.MDCAdapter;

/**
 * The mapped diagnostic context: an immutable snapshot for each thread that has one, so that
 * logging copies nothing and a line shows one state of it. A value of null takes its key away.
 * Deques are kept apart from the map and are not logged, as with other providers.
 *
 * <p>A new thread begins without context, unless {@code OBS_MDC_INHERIT=true} (or the system
 * property {@code obs.mdc.inherit}): then with that of the thread that made it.
 */
final class ThreadContext implements MDCAdapter {

  private static final String INHERIT = "OBS_MDC_INHERIT";

  /** What the provider hands out, for loggers to read. */
  private static final ThreadContext INSTANCE = new ThreadContext(isInherited());

  private final ThreadLocal<@Nullable ContextSnapshot> snapshot;

  @SuppressWarnings("ThreadLocalUsage") // as many as there are adapters: one, but in tests
  private final ThreadLocal<@Nullable Map<String, Deque<String>>> deques = new ThreadLocal<>();

  ThreadContext(boolean inherited) {
    snapshot = inherited ? new InheritableThreadLocal<>() : new ThreadLocal<>();
  }

  static ThreadContext instance() {
    return INSTANCE;
  }

  /** The context of the current thread. */
  static ContextFields current() {
    return INSTANCE.read();
  }

  /** Read past the usual ways, which may log: nothing may log before there is a provider. */
  private static boolean isInherited() {
    String property = System.getProperty(INHERIT.toLowerCase(Locale.ROOT).replace('_', '.'));
    String value = property == null ? System.getenv(INHERIT) : property;
    return value != null && value.strip().equalsIgnoreCase("true");
  }

  private ContextSnapshot read() {
    ContextSnapshot known = snapshot.get();
    return known == null ? ContextSnapshot.EMPTY : known;
  }

  private void write(ContextSnapshot changed) {
    if (changed == ContextSnapshot.EMPTY) {
      snapshot.remove();
    } else {
      snapshot.set(changed);
    }
  }

  @Override
  public void put(String key, @Nullable String value) {
    write(read().with(checked(key), value));
  }

  @Override
  public @Nullable String get(String key) {
    return read().get(checked(key));
  }

  @Override
  public void remove(String key) {
    write(read().without(checked(key)));
  }

  @Override
  public void clear() {
    snapshot.remove();
    deques.remove();
  }

  @Override
  public Map<String, String> getCopyOfContextMap() {
    return read().toMap();
  }

  @Override
  public void setContextMap(@Nullable Map<String, String> map) {
    write(map == null ? ContextSnapshot.EMPTY : ContextSnapshot.of(map));
  }

  @Override
  public void pushByKey(@Nullable String key, @Nullable String value) {
    if (key == null || value == null) {
      return;
    }
    Map<String, Deque<String>> all = deques.get();
    if (all == null) {
      all = new HashMap<>();
      deques.set(all);
    }
    Deque<String> deque = all.get(key);
    if (deque == null) {
      deque = new ArrayDeque<>();
      all.put(key, deque);
    }
    deque.push(value);
  }

  @Override
  public @Nullable String popByKey(@Nullable String key) {
    Deque<String> deque = deque(key);
    return deque == null ? null : deque.poll();
  }

  @Override
  public @Nullable Deque<String> getCopyOfDequeByKey(@Nullable String key) {
    Deque<String> deque = deque(key);
    return deque == null ? null : new ArrayDeque<>(deque);
  }

  @Override
  public void clearDequeByKey(@Nullable String key) {
    Map<String, Deque<String>> all = deques.get();
    if (all != null && key != null) {
      all.remove(key);
      if (all.isEmpty()) {
        deques.remove();
      }
    }
  }

  private @Nullable Deque<String> deque(@Nullable String key) {
    Map<String, Deque<String>> all = deques.get();
    return all == null || key == null ? null : all.get(key);
  }

  private static String checked(@Nullable String key) {
    if (key == null) {
      throw new IllegalArgumentException("The key of a diagnostic context cannot be null.");
    }
    return key;
  }
}
