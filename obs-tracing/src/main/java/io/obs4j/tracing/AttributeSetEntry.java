package io.obs4j.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Attributes that were set together, and are kept together: one entry, however many there are. */
final class AttributeSetEntry extends Entry {

  /** Of what the API makes, in which nothing changes but lists that it was given. */
  private static final Class<?> OF_API = Attributes.empty().getClass();

  private final Attributes attributes;

  private AttributeSetEntry(long weight, Attributes attributes) {
    super(weight);
    this.attributes = attributes;
  }

  /** All of them, or null if each has to be looked at, and perhaps copied, on its own. */
  static @Nullable Entry of(Attributes attributes) {
    if (attributes.getClass() != OF_API) {
      return null;
    }
    Inspection inspection = new Inspection();
    attributes.forEach(inspection);
    return inspection.refused ? null : new AttributeSetEntry(inspection.weight, attributes);
  }

  @Override
  void replay(Fold fold) {
    attributes.forEach(
        new BiConsumer<AttributeKey<?>, Object>() {
          @Override
          public void accept(AttributeKey<?> key, Object value) {
            fold.attribute(key, value);
          }
        });
  }

  @Override
  @Nullable Object own(String key) {
    Search search = new Search(key);
    attributes.forEach(search);
    return search.found;
  }

  private static final class Inspection implements BiConsumer<AttributeKey<?>, Object> {

    long weight;
    boolean refused;

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      weight += AttributeValues.weight(key.getKey(), value);
      refused |=
          key.getKey().isEmpty()
              || value instanceof List
              || !AttributeValues.areOf(key.getType(), value);
    }
  }

  private static final class Search implements BiConsumer<AttributeKey<?>, Object> {

    final String name;
    @Nullable Object found;

    Search(String name) {
      this.name = name;
    }

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      if (key.getKey().equals(name)) {
        found = value;
      }
    }
  }
}
