package io.obs4j.weave;

import io.obs4j.annotation.Woven;
import io.obs4j.weave.Spoken.Aspect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationList;
import net.bytebuddy.description.annotation.AnnotationSource;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the annotations of a class make of its methods, by the rules that stand with {@link
 * io.obs4j.annotation.Observed}.
 */
final class TypeReader {

  private static final int ON_METHOD = 0;
  private static final int ON_TYPE = 2;

  private final TypeDescription type;
  private final Refusals refusals;

  private TypeReader(TypeDescription type, Refusals refusals) {
    this.type = type;
    this.refusals = refusals;
  }

  /** Whether anything is left in a class to be woven, refused or taken away. */
  static boolean isWorthReading(TypeDescription type) {
    if (type.isAnnotation()) {
      return false;
    }
    boolean spokenOf = isSpokenOf(type.getDeclaredAnnotations());
    for (MethodDescription method : type.getDeclaredMethods()) {
      if (isForeignBridge(method)) {
        return true;
      }
      if (isLeft(method)
          && ((spokenOf && isOfItsType(method))
              || isSpokenOf(method.getDeclaredAnnotations())
              || LabelReader.isLabelled(method))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a method has copies of annotations that are taken away from what they were on. */
  private static boolean isForeignBridge(MethodDescription method) {
    if (!method.isBridge()) {
      return false;
    }
    boolean foreign = isForeign(method);
    for (ParameterDescription parameter : method.getParameters()) {
      foreign |= isForeign(parameter);
    }
    return foreign;
  }

  private static boolean isForeign(AnnotationSource source) {
    for (AnnotationDescription annotation : source.getDeclaredAnnotations()) {
      if (Dialect.isForeign(annotation.getAnnotationType().getDescriptor())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a method was written by people, and not woven yet. */
  private static boolean isLeft(MethodDescription method) {
    return !method.isSynthetic()
        && !method.getDeclaredAnnotations().isAnnotationPresent(Woven.class);
  }

  /** The methods to weave. What cannot be woven is refused. */
  static List<WovenMethod> read(TypeDescription type, Refusals refusals) {
    return new TypeReader(type, refusals).read();
  }

  private List<WovenMethod> read() {
    List<WovenMethod> woven = new ArrayList<>();
    for (MethodDescription.InDefinedShape method : type.getDeclaredMethods()) {
      if (!isLeft(method)) {
        continue;
      }
      try {
        OperationPlan plan = plan(method);
        if (plan != null) {
          woven.add(new WovenMethod(method, method.getDescriptor(), plan));
        }
      } catch (IllegalArgumentException e) {
        refusals.add(method, String.valueOf(e.getMessage()));
      } catch (IllegalStateException e) { // of Byte Buddy
        refusals.add(
            method,
            "names a class that is not on the class path; add what has it: " + e.getMessage());
      }
    }
    ClassFileVersion version = type.getClassFileVersion();
    if (!woven.isEmpty() && version != null && version.isLessThan(ClassFileVersion.JAVA_V8)) {
      refusals.add("is a class file of " + version + "; compile it for Java 8 or newer");
    }
    return woven;
  }

  private @Nullable OperationPlan plan(MethodDescription method) {
    List<Spoken> said = said(method);
    if (said.isEmpty()) {
      LabelReader.refuseLabelsOf(method);
      return null;
    }
    refuseBodyless(method);
    Spoken timer = closest(Aspect.TIMER, said);
    Spoken counter = closest(Aspect.COUNTER, said);
    Spoken span = closest(Aspect.SPAN, said);
    Spoken first = timer != null ? timer : counter != null ? counter : said.get(0);
    LabelReader labels = new LabelReader(method);
    OperationPlan plan =
        new OperationPlan(
            first.operation(),
            timer == null ? null : timer.name(),
            counter == null ? null : counter.name(),
            span == null
                ? null
                : new OperationPlan.SpanPlan(span.name(), span.kind(), span.newTrace()),
            constants(Stream.of(timer, counter, span)),
            labels.arguments(),
            labels.results(),
            labels.attributes(span != null),
            AsyncResult.completion(method));
    DeclarationCode.check(plan);
    return plan;
  }

  private List<Spoken> said(MethodDescription method) {
    List<Spoken> said = new ArrayList<>(said(method.getDeclaredAnnotations(), method, ON_METHOD));
    if (isOfItsType(method)) {
      said.addAll(said(type.getDeclaredAnnotations(), method, ON_TYPE));
    }
    return said;
  }

  /** Whether the annotations of the type speak of a method. */
  private static boolean isOfItsType(MethodDescription method) {
    return method.isPublic()
        && !method.isConstructor()
        && !method.isAbstract()
        && !isOfObject(method)
        && !isOfEnum(method)
        && !isOfRecord(method);
  }

  private static boolean isOfObject(MethodDescription method) {
    return switch (method.getName()) {
      case "hashCode", "toString" -> method.getParameters().isEmpty();
      case "equals" -> takesOne(method, Object.class);
      default -> false;
    };
  }

  private static boolean isOfEnum(MethodDescription method) {
    return method.getDeclaringType().isEnum()
        && method.isStatic()
        && switch (method.getName()) {
          case "values" -> method.getParameters().isEmpty();
          case "valueOf" -> takesOne(method, String.class);
          default -> false;
        };
  }

  private static boolean takesOne(MethodDescription method, Class<?> type) {
    return method.getParameters().size() == 1
        && Signatures.descriptor(method).startsWith('(' + type.descriptorString() + ')');
  }

  private static boolean isOfRecord(MethodDescription method) {
    TypeDescription type = method.getDeclaringType().asErasure();
    return type.isRecord()
        && method.getParameters().isEmpty()
        && type.getRecordComponents().stream()
            .anyMatch(component -> component.getActualName().equals(method.getName()));
  }

  private static List<Spoken> said(AnnotationList annotations, MethodDescription method, int rank) {
    List<Spoken> said = new ArrayList<>();
    for (AnnotationDescription annotation : annotations) {
      for (Dialect dialect : Dialect.ALL) {
        if (dialect.speaks(annotation.getAnnotationType().getName())) {
          said.addAll(dialect.read(annotation, method, rank));
        }
      }
    }
    return said;
  }

  private static boolean isSpokenOf(AnnotationList annotations) {
    for (AnnotationDescription annotation : annotations) {
      for (Dialect dialect : Dialect.ALL) {
        if (dialect.speaks(annotation.getAnnotationType().getName())) {
          return true;
        }
      }
    }
    return false;
  }

  private static @Nullable Spoken closest(Aspect aspect, List<Spoken> said) {
    Spoken closest = null;
    for (Spoken spoken : said) {
      if (spoken.aspect() == aspect) {
        if (closest != null && closest.rank() == spoken.rank()) {
          throw new IllegalArgumentException(
              "has both "
                  + closest.annotation()
                  + " and "
                  + spoken.annotation()
                  + ", which say the same; remove one");
        }
        if (closest == null || spoken.rank() < closest.rank()) {
          closest = spoken;
        }
      }
    }
    return closest;
  }

  private static NavigableMap<String, String> constants(Stream<@Nullable Spoken> found) {
    NavigableMap<String, String> constants = new TreeMap<>();
    found
        .filter(spoken -> spoken != null)
        .sorted(Comparator.comparingInt(Spoken::rank))
        .forEach(spoken -> spoken.constants().forEach(constants::putIfAbsent));
    return constants;
  }

  private static void refuseBodyless(MethodDescription method) {
    if (method.isConstructor()) {
      throw new IllegalArgumentException(
          "is a constructor, which cannot be woven; annotate a method that calls it");
    }
    if (method.isAbstract()) {
      throw new IllegalArgumentException("is abstract; annotate the methods that implement it");
    }
    if (method.isNative()) {
      throw new IllegalArgumentException("is native; annotate a method that calls it");
    }
    if (!method.getParameters().isEmpty()
        && method
            .getParameters()
            .get(method.getParameters().size() - 1)
            .getType()
            .asErasure()
            .getName()
            .equals("kotlin.coroutines.Continuation")) {
      throw new IllegalArgumentException(
          "is a suspending function, which returns several times; use an operation's handle");
    }
  }
}
