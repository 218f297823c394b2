package io.obs4j.weave;

import io.obs4j.weave.Spoken.Aspect;
import io.opentelemetry.api.trace.SpanKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;

/** OpenTelemetry's {@code @WithSpan} and {@code @SpanAttribute}. */
final class OpenTelemetryDialect implements Dialect {

  private static final String PACKAGE = "io.opentelemetry.instrumentation.annotations.";
  private static final String WITH_SPAN = PACKAGE + "WithSpan";
  private static final String ADDING = PACKAGE + "AddingSpanAttributes";

  /** On a parameter. */
  static final String SPAN_ATTRIBUTE = PACKAGE + "SpanAttribute";

  private static final Set<String> REPLACED =
      Set.of(Signatures.descriptor(WITH_SPAN), Signatures.descriptor(SPAN_ATTRIBUTE));

  static boolean isReplaced(String descriptor) {
    return REPLACED.contains(descriptor);
  }

  @Override
  public boolean speaks(String annotation) {
    return annotation.equals(WITH_SPAN) || annotation.equals(ADDING);
  }

  @Override
  public List<Spoken> read(AnnotationDescription annotation, MethodDescription method, int rank) {
    AnnotationReader values = new AnnotationReader(annotation);
    if (annotation.getAnnotationType().getName().equals(ADDING)) {
      throw new IllegalArgumentException(
          "has @AddingSpanAttributes, which weaving does not know; call"
              + " Span.current().setAttribute() in its place");
    }
    String given = values.text("value");
    String name = given.isEmpty() ? defaultName(method) : given;
    return List.of(
        new Spoken(
            Aspect.SPAN,
            name,
            name,
            Map.of(),
            rank,
            SpanKind.valueOf(values.constant("kind")),
            !values.flag("inheritContext", /* before= */ true),
            "@WithSpan"));
  }

  /** As OpenTelemetry's agent names spans: classes within classes keep their dollar signs. */
  private static String defaultName(MethodDescription method) {
    String type = method.getDeclaringType().asErasure().getName();
    return type.substring(type.lastIndexOf('.') + 1) + '.' + method.getName();
  }
}
