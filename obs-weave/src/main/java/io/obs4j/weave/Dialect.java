package io.obs4j.weave;

import java.util.List;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;

/** A family of annotations, known by name: the classes need not be there. */
sealed interface Dialect permits OwnDialect, OpenTelemetryDialect, MicrometerDialect {

  List<Dialect> ALL =
      List.of(new OwnDialect(), new OpenTelemetryDialect(), new MicrometerDialect());

  /**
   * Whether an annotation is somebody else's that woven classes no longer have, so that nobody acts
   * on it a second time.
   */
  static boolean isForeign(String descriptor) {
    return OpenTelemetryDialect.isReplaced(descriptor) || MicrometerDialect.isReplaced(descriptor);
  }

  /** Whether an annotation is one that speaks of the observation of methods. */
  boolean speaks(String annotation);

  /**
   * What an annotation says.
   *
   * @param annotation one that speaks
   * @param method of which it speaks
   * @param rank 0 on the method, 2 on its class
   * @throws IllegalArgumentException if what it says cannot be; the text goes on after a name
   */
  List<Spoken> read(AnnotationDescription annotation, MethodDescription method, int rank);
}
