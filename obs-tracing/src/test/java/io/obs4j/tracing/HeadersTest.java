package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeadersTest {

  /** A type that can be missing at run time. */
  static final class Missing {}

  /** A getter that also has a method with that type. */
  static final class Getter implements TextMapGetter<Map<String, String>> {

    @Override
    public @Nullable String get(@Nullable Map<String, String> carrier, String name) {
      return carrier == null ? null : carrier.get(name);
    }

    /** Never called. */
    public @Nullable Missing missing() {
      return null;
    }
  }

  @Test
  @SuppressWarnings("unchecked") // the same class, loaded anew
  void only_getterWithATypeThatIsMissing_isAskedForOne() throws ReflectiveOperationException {
    TextMapGetter<Map<String, String>> getter =
        (TextMapGetter<Map<String, String>>) BrokenClassPath.instance(Getter.class, Missing.class);
    Map<String, String> carrier = Map.of("a", "b");

    assertThatThrownBy(() -> getter.getClass().getMethod("getAll", Object.class, String.class))
        .isInstanceOf(NoClassDefFoundError.class);
    assertThat(Headers.only(carrier, getter, "a")).isEqualTo("b");
    assertThat(Headers.joined(carrier, getter, "a", 1)).isEqualTo("b");
  }
}
