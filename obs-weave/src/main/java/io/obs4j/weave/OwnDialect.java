package io.obs4j.weave;

import io.obs4j.annotation.Counted;
import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;
import io.obs4j.annotation.Traced;
import io.obs4j.weave.Spoken.Aspect;
import java.util.List;
import java.util.Map;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;

/** The annotations of obs4j. */
final class OwnDialect implements Dialect {

  private static final Map<String, List<Aspect>> ASPECTS =
      Map.of(
          Timed.class.getName(), List.of(Aspect.TIMER),
          Counted.class.getName(), List.of(Aspect.COUNTER),
          Traced.class.getName(), List.of(Aspect.SPAN),
          Observed.class.getName(), List.of(Aspect.values()));

  @Override
  public boolean speaks(String annotation) {
    return ASPECTS.containsKey(annotation);
  }

  @Override
  public List<Spoken> read(AnnotationDescription annotation, MethodDescription method, int rank) {
    AnnotationReader values = new AnnotationReader(annotation);
    List<Aspect> aspects =
        ASPECTS.getOrDefault(annotation.getAnnotationType().getName(), List.of());
    String given = values.text("value");
    String operation = given.isEmpty() ? defaultName(method) : given;
    Map<String, String> constants = values.pairs("labels");
    return aspects.stream()
        .map(
            aspect ->
                Spoken.of(
                    aspect,
                    operation,
                    aspect.nameOf(operation),
                    constants,
                    aspects.size() == 1 ? rank : rank + 1,
                    "@" + values.name()))
        .toList();
  }

  private static String defaultName(MethodDescription method) {
    return Refusals.displayName(method.getDeclaringType().asErasure()) + '.' + method.getName();
  }
}
