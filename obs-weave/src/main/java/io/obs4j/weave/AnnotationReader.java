package io.obs4j.weave;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.enumeration.EnumerationDescription;

/** Reads the values of one annotation. */
final class AnnotationReader {

  private final AnnotationDescription annotation;

  AnnotationReader(AnnotationDescription annotation) {
    this.annotation = annotation;
  }

  String name() {
    return annotation.getAnnotationType().getSimpleName();
  }

  String text(String property) {
    return annotation.getValue(property).resolve(String.class);
  }

  boolean flag(String property) {
    return annotation.getValue(property).resolve(Boolean.class);
  }

  /** Of a property that the annotation has not had from the beginning. */
  boolean flag(String property, boolean before) {
    return annotation.getAnnotationType().getDeclaredMethods().asDefined().stream()
            .noneMatch(method -> method.getName().equals(property))
        ? before
        : flag(property);
  }

  List<String> texts(String property) {
    return Arrays.asList(annotation.getValue(property).resolve(String[].class));
  }

  /** The name of a constant of an enum. */
  String constant(String property) {
    return annotation.getValue(property).resolve(EnumerationDescription.class).getValue();
  }

  /**
   * Names and values by turns.
   *
   * @throws IllegalArgumentException if the last name has no value
   */
  Map<String, String> pairs(String property) {
    List<String> all = texts(property);
    if (all.size() % 2 != 0) {
      throw new IllegalArgumentException(
          "has " + property + " " + all + ", but they must be names and values by turns");
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i += 2) {
      if (pairs.put(all.get(i), all.get(i + 1)) != null) {
        throw new IllegalArgumentException(
            "has " + property + " " + all + ", in which " + all.get(i) + " is there twice");
      }
    }
    return pairs;
  }
}
