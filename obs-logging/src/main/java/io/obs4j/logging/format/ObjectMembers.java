package io.obs4j.logging.format;

import io.obs4j.core.internal.JsonString;
import io.opentelemetry.api.common.KeyValue;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object that a map, or a list of OpenTelemetry's key-values, becomes: in their
 * order, each under a name that no other has. Their iterators may be foreign code, which may throw
 * anything. For one pass and one thread.
 */
final class ObjectMembers {

  private final Iterator<?> each;
  private final KeyCollision policy;
  private final ForeignText foreign;
  private final Names names = new Names();
  private int collisions;

  /** The text of the key, which tells whether the member is secret. */
  String key = "";

  /** What the member is called: its key, or another name if that is taken. */
  String name = "";

  @Nullable Object value;

  /**
   * The members of a container.
   *
   * @param container a map, or a collection of {@link KeyValue}
   * @param most how many are gathered to find the last of a name, where that wins
   */
  ObjectMembers(Object container, KeyCollision policy, int most, ForeignText foreign) {
    this.policy = policy;
    this.foreign = foreign;
    Iterator<?> given =
        container instanceof Map<?, ?> map
            ? map.entrySet().iterator()
            : ((Collection<?>) container).iterator();
    this.each = policy == KeyCollision.LAST_WINS ? lastOfEach(given, most) : given;
  }

  /** Each name has its first place, and its last value. */
  private Iterator<?> lastOfEach(Iterator<?> given, int most) {
    Map<String, @Nullable Object> last = new LinkedHashMap<>();
    try {
      while (last.size() < most && given.hasNext()) {
        read(given.next());
        int before = last.size();
        last.put(key, value);
        collisions += before == last.size() ? 1 : 0;
      }
    } catch (Throwable e) {
      foreign.failed(); // Those before it stay.
    }
    return last.entrySet().iterator();
  }

  /** Whether there is a further one, which the fields tell then. */
  boolean next() {
    while (each.hasNext()) {
      read(each.next());
      String free = names.unlikeOthers(key, policy);
      if (!key.equals(free)) {
        collisions++;
      }
      if (free != null) {
        name = free;
        return true;
      }
    }
    return false;
  }

  private void read(Object member) {
    if (member instanceof KeyValue pair) {
      key = JsonString.readBack(pair.getKey());
      value = pair.getValue();
    } else {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) member;
      key = JsonString.readBack(foreign.of(entry.getKey()));
      value = entry.getValue();
    }
  }

  /** How many members had the key of another one so far. */
  int collisions() {
    return collisions;
  }
}
