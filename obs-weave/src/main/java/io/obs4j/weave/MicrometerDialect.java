package io.obs4j.weave;

import io.obs4j.weave.Spoken.Aspect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;

/**
 * Micrometer's {@code @Timed}, {@code @Counted} and {@code @Observed}. Metrics have the names that
 * Micrometer's aspects give them, and the labels {@code class} and {@code method}.
 */
final class MicrometerDialect implements Dialect {

  private static final String TIMED = "io.micrometer.core.annotation.Timed";
  private static final String TIMED_SET = "io.micrometer.core.annotation.TimedSet";
  private static final String COUNTED = "io.micrometer.core.annotation.Counted";
  private static final String OBSERVED = "io.micrometer.observation.annotation.Observed";
  private static final Set<String> KNOWN = Set.of(TIMED, TIMED_SET, COUNTED, OBSERVED);

  static boolean isReplaced(String descriptor) {
    return KNOWN.contains(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
  }

  @Override
  public boolean speaks(String annotation) {
    return KNOWN.contains(annotation);
  }

  @Override
  public List<Spoken> read(AnnotationDescription annotation, MethodDescription method, int rank) {
    AnnotationReader values = new AnnotationReader(annotation);
    return switch (annotation.getAnnotationType().getName()) {
      case TIMED -> List.of(timed(values, method, rank));
      case COUNTED -> List.of(counted(values, method, rank));
      case OBSERVED -> observed(values, method, rank);
      default ->
          throw new IllegalArgumentException(
              "has several of Micrometer's @Timed, but a method has one timer; keep one");
    };
  }

  private static Spoken timed(AnnotationReader values, MethodDescription method, int rank) {
    refuse(values.flag("longTask"), "@Timed(longTask = true)", "count what runs by an InFlight");
    String name = or(values.text("value"), "method.timed");
    return Spoken.of(
        Aspect.TIMER, name, name, labels(values, "extraTags", method), rank, "Micrometer's @Timed");
  }

  private static Spoken counted(AnnotationReader values, MethodDescription method, int rank) {
    refuse(
        values.flag("recordFailuresOnly"),
        "@Counted(recordFailuresOnly = true)",
        "count all calls and select those that have the label error.type");
    String name = or(values.text("value"), "method.counted");
    return Spoken.of(
        Aspect.COUNTER,
        name,
        name,
        labels(values, "extraTags", method),
        rank,
        "Micrometer's @Counted");
  }

  private static List<Spoken> observed(
      AnnotationReader values, MethodDescription method, int rank) {
    String name = or(values.text("name"), "method.observed");
    String type = method.getDeclaringType().asErasure().getSimpleName();
    String span = or(values.text("contextualName"), type + '#' + method.getName());
    Map<String, String> labels = labels(values, "lowCardinalityKeyValues", method);
    String by = "Micrometer's @Observed";
    return List.of(
        Spoken.of(Aspect.TIMER, name, name, labels, rank + 1, by),
        Spoken.of(Aspect.SPAN, name, span, labels, rank + 1, by));
  }

  private static Map<String, String> labels(
      AnnotationReader values, String property, MethodDescription method) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("class", method.getDeclaringType().asErasure().getName());
    labels.put("method", method.getName());
    labels.putAll(values.pairs(property));
    return labels;
  }

  private static String or(String given, String usual) {
    return given.isEmpty() ? usual : given;
  }

  private static void refuse(boolean isSaid, String what, String remedy) {
    if (isSaid) {
      throw new IllegalArgumentException(
          "has " + what + ", which weaving has no counterpart of; " + remedy);
    }
  }
}
