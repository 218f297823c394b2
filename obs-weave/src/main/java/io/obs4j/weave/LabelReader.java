package io.obs4j.weave;

import io.obs4j.annotation.Label;
import io.obs4j.annotation.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationList;
import net.bytebuddy.description.annotation.AnnotationSource;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/** Reads what becomes a label or an attribute of a method. */
final class LabelReader {

  private static final Set<String> EXPRESSIONS =
      Set.of(
          "io.micrometer.core.aop.MeterTag",
          "io.micrometer.core.aop.MeterTags",
          "io.micrometer.observation.annotation.ObservationKeyValue",
          "io.micrometer.observation.annotation.ObservationKeyValues");

  private final MethodDescription method;

  LabelReader(MethodDescription method) {
    this.method = method;
  }

  /** Whether a method has anything that becomes a label or an attribute. */
  static boolean isLabelled(MethodDescription method) {
    if (!labels(method).isEmpty()) {
      return true;
    }
    for (ParameterDescription parameter : method.getParameters()) {
      if (!labels(parameter).isEmpty() || attribute(parameter) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Refuses what would be on a method that nothing observes.
   *
   * @throws IllegalArgumentException if there is anything
   */
  static void refuseLabelsOf(MethodDescription method) {
    if (isLabelled(method)) {
      throw new IllegalArgumentException(
          "has a label or an attribute, but nothing that observes it; annotate it with @Observed,"
              + " @Timed, @Counted or @Traced too");
    }
  }

  List<OperationPlan.FromParameter> arguments() {
    List<OperationPlan.FromParameter> arguments = new ArrayList<>();
    for (ParameterDescription parameter : method.getParameters()) {
      refuseExpressions(parameter);
      for (AnnotationReader label : labels(parameter)) {
        arguments.add(
            new OperationPlan.FromParameter(
                label.text("value"),
                parameter.getIndex(),
                accessor(label, parameter.getType().asErasure())));
      }
    }
    return arguments;
  }

  List<OperationPlan.FromResult> results() {
    refuseExpressions(method);
    List<OperationPlan.FromResult> results = new ArrayList<>();
    for (AnnotationReader label : labels(method)) {
      TypeDescription type = AsyncResult.value(method);
      if (type.represents(void.class)) {
        throw new IllegalArgumentException(
            "has the label " + label.text("value") + " of its result, but returns nothing");
      }
      results.add(new OperationPlan.FromResult(label.text("value"), accessor(label, type)));
    }
    return results;
  }

  /**
   * What is on the span alone.
   *
   * @param isTraced whether there is a span
   */
  List<OperationPlan.FromParameter> attributes(boolean isTraced) {
    List<OperationPlan.FromParameter> attributes = new ArrayList<>();
    for (ParameterDescription parameter : method.getParameters()) {
      AnnotationReader attribute = attribute(parameter);
      if (attribute == null) {
        continue;
      }
      if (!isTraced) {
        throw new IllegalArgumentException(
            "has @SpanAttribute, but no span; annotate it with @WithSpan or @Traced too");
      }
      String given = attribute.text("value");
      if (given.isEmpty() && !parameter.isNamed()) {
        throw new IllegalArgumentException(
            "has @SpanAttribute without a name on parameter "
                + parameter.getIndex()
                + "; name it, or compile with -parameters");
      }
      attributes.add(
          new OperationPlan.FromParameter(
              given.isEmpty() ? parameter.getName() : given, parameter.getIndex(), null));
    }
    return attributes;
  }

  private OperationPlan.@Nullable Accessor accessor(AnnotationReader label, TypeDescription type) {
    String name = label.text("accessor");
    if (name.isEmpty()) {
      checkValue(label, type);
      return null;
    }
    MethodDescription found = Accessors.find(type, name);
    if (found == null) {
      throw new IllegalArgumentException(
          "has the label "
              + label.text("value")
              + " with the accessor "
              + name
              + ", but "
              + type.getName()
              + " has no such public method without parameters");
    }
    TypeDescription woven = method.getDeclaringType().asErasure();
    if (!type.isVisibleTo(woven)) {
      throw new IllegalArgumentException(
          "has the label "
              + label.text("value")
              + " with the accessor "
              + name
              + " of "
              + type.getName()
              + ", which "
              + woven.getName()
              + " cannot name; make it public");
    }
    checkValue(label, found.getReturnType().asErasure());
    return new OperationPlan.Accessor(type, found);
  }

  private static void checkValue(AnnotationReader label, TypeDescription type) {
    if (!Accessors.isValue(type)) {
      throw new IllegalArgumentException(
          "has the label "
              + label.text("value")
              + " of a "
              + type.getActualName()
              + ", which is no value of a label; name an accessor that gives a string, an enum"
              + " constant, a number, a character or a boolean");
    }
  }

  private static void refuseExpressions(AnnotationSource source) {
    for (AnnotationDescription annotation : source.getDeclaredAnnotations()) {
      if (EXPRESSIONS.contains(annotation.getAnnotationType().getName())) {
        throw new IllegalArgumentException(
            "has @"
                + annotation.getAnnotationType().getSimpleName()
                + ", which weaving does not know; use @Label of io.obs4j.annotation");
      }
    }
  }

  private static List<AnnotationReader> labels(AnnotationSource source) {
    List<AnnotationReader> labels = new ArrayList<>();
    AnnotationList annotations = source.getDeclaredAnnotations();
    for (AnnotationDescription annotation : annotations) {
      TypeDescription type = annotation.getAnnotationType();
      if (type.represents(Label.class)) {
        labels.add(new AnnotationReader(annotation));
      } else if (type.represents(Labels.class)) {
        for (AnnotationDescription each :
            annotation.getValue("value").resolve(AnnotationDescription[].class)) {
          labels.add(new AnnotationReader(each));
        }
      }
    }
    return labels;
  }

  private static @Nullable AnnotationReader attribute(ParameterDescription parameter) {
    for (AnnotationDescription annotation : parameter.getDeclaredAnnotations()) {
      if (annotation.getAnnotationType().getName().equals(OpenTelemetryDialect.SPAN_ATTRIBUTE)) {
        return new AnnotationReader(annotation);
      }
    }
    return null;
  }
}
