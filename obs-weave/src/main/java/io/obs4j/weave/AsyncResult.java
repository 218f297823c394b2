package io.obs4j.weave;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition.Sort;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/** What asynchronous methods return, and complete with in the end. */
final class AsyncResult {

  private static final String MONO = "reactor.core.publisher.Mono";
  private static final String FLUX = "reactor.core.publisher.Flux";

  private AsyncResult() {}

  /** The type by which a result completes later, or null if it is complete at the return. */
  static @Nullable TypeDescription completion(MethodDescription method) {
    TypeDescription type = method.getReturnType().asErasure();
    if (type.isPrimitive() || type.isArray()) {
      return null;
    }
    if (type.isAssignableTo(CompletionStage.class)) {
      return TypeDescription.ForLoadedType.of(CompletionStage.class);
    }
    return type.represents(Future.class)
            || type.represents(Flow.Publisher.class)
            || type.getName().equals(MONO)
            || type.getName().equals(FLUX)
        ? type
        : null;
  }

  /** What the value is at least that a method returns or, if it is asynchronous, completes with. */
  static TypeDescription value(MethodDescription method) {
    TypeDescription.Generic returned = method.getReturnType();
    TypeDescription completion = completion(method);
    if (completion == null
        || completion.represents(Flow.Publisher.class)
        || completion.getName().equals(FLUX)) {
      return returned.asErasure();
    }
    TypeDescription.Generic completes = above(returned, completion);
    return completes != null && completes.getSort() == Sort.PARAMETERIZED
        ? erasure(completes.getTypeArguments().get(0))
        : TypeDescription.ForLoadedType.of(Object.class);
  }

  /** A type as one below it has it: what a class calls its value may be any of its parameters. */
  private static TypeDescription.@Nullable Generic above(
      TypeDescription.Generic below, TypeDescription type) {
    if (below.getSort() == Sort.VARIABLE) {
      return above(below.getUpperBounds().get(0), type);
    }
    if (below.asErasure().equals(type)) {
      return below;
    }
    TypeDescription.Generic parent = below.getSuperClass();
    TypeDescription.Generic found = parent == null ? null : above(parent, type);
    for (TypeDescription.Generic each : below.getInterfaces()) {
      if (found != null) {
        break;
      }
      found = above(each, type);
    }
    return found;
  }

  private static TypeDescription erasure(TypeDescription.Generic type) {
    return type.getSort() == Sort.WILDCARD
        ? erasure(type.getUpperBounds().get(0))
        : type.asErasure();
  }
}
