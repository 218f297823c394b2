package io.obs4j.metrics;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes of a recording a metric keeps whose keys are not fixed.
 *
 * @param advised the only ones that are kept, or null for all
 * @param dropped names of those that are left out all the same
 */
record AttributeSelection(@Nullable Set<AttributeKey<?>> advised, Set<String> dropped) {

  /** Keeps all attributes. */
  static final AttributeSelection ALL = new AttributeSelection(null, Set.of());

  boolean keepsAll() {
    return advised == null && dropped.isEmpty();
  }

  /** The kept ones of some attributes. */
  Attributes of(Attributes attributes) {
    return keepsAll()
        ? attributes
        : attributes.toBuilder()
            .removeIf(
                key ->
                    dropped.contains(key.getKey()) || (advised != null && !advised.contains(key)))
            .build();
  }

  /** Without one more attribute. */
  AttributeSelection without(String name) {
    Set<String> more = new HashSet<>(dropped);
    more.add(name);
    return new AttributeSelection(advised, Set.copyOf(more));
  }

  /** Methods spelled out, as those of {@link Aggregation} are. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AttributeSelection that
        && Objects.equals(advised, that.advised)
        && dropped.equals(that.dropped);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hashCode(advised) + dropped.hashCode();
  }

  @Override
  public String toString() {
    return (advised == null ? "any" : "only " + advised)
        + (dropped.isEmpty() ? "" : " but " + dropped);
  }
}
