package io.obs4j.proxy;

import io.obs4j.annotation.Counted;
import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;
import io.obs4j.annotation.Traced;
import io.obs4j.annotation.Woven;
import io.obs4j.operation.LabelAccessor;
import io.obs4j.operation.Operation;
import io.obs4j.operation.OperationBuilder;
import io.obs4j.operation.OperationSignals;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations make of a method of an interface and its implementation, by the rules that
 * stand with {@link Observed}.
 *
 * <p>What a proxy adds to them: the implementation's word comes before that of the interface, the
 * method's before that of the type in either; and the default name has the type on which the
 * annotation was found.
 */
final class MethodPlan {

  private final Method method;
  private final Method body;
  private final boolean woven;
  private final @Nullable Spoken timer;
  private final @Nullable Spoken counter;
  private final @Nullable Spoken span;

  /**
   * What an annotation says of a timer, a count or a span.
   *
   * @param rank the lower, the closer to the method that is called, and to what it speaks of
   */
  private record Spoken(String name, List<String> labels, int rank) {}

  private MethodPlan(Method method, Method body) {
    this.method = method;
    this.body = body;
    woven = body.isAnnotationPresent(Woven.class);
    timer = find(Kind.TIMER);
    counter = find(Kind.COUNTER);
    span = find(Kind.SPAN);
  }

  /** The annotation that speaks of one thing alone. */
  private enum Kind {
    TIMER,
    COUNTER,
    SPAN
  }

  /**
   * A plan.
   *
   * @param method of an interface
   * @param implementation a class that implements it
   */
  static MethodPlan of(Method method, Class<?> implementation) {
    return new MethodPlan(method, body(method, implementation));
  }

  /** Whether the annotations speak of a method itself. */
  static boolean isAnnotated(Method method) {
    return Stream.of(Observed.class, Timed.class, Counted.class, Traced.class)
        .anyMatch(method::isAnnotationPresent);
  }

  Method method() {
    return method;
  }

  boolean isWoven() {
    return woven;
  }

  boolean isObserved() {
    return !woven && (timer != null || counter != null || span != null);
  }

  /** The parameters that are labels, in the order of their labels. */
  int[] labelledParameters() {
    List<Integer> labelled = new ArrayList<>();
    Parameter[] parameters = labelSource().getParameters();
    for (int i = 0; i < parameters.length; i++) {
      for (int label = 0; label < labels(parameters[i]).length; label++) {
        labelled.add(i);
      }
    }
    return labelled.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Declares the operation.
   *
   * @throws IllegalArgumentException if what the annotations say cannot be
   */
  Operation operation(OperationSignals signals) {
    Spoken first = timer != null ? timer : counter != null ? counter : span;
    if (first == null) {
      throw new IllegalStateException(method + " is not observed");
    }
    OperationBuilder builder = OperationBuilder.of(first.name, signals);
    builder.timed(false).counted(false).traced(false);
    if (timer != null) {
      builder.timed(timer.name + ".duration");
    }
    if (counter != null) {
      builder.counted(counter.name + ".calls");
    }
    if (span != null) {
      builder.traced(span.name);
    }
    constants().forEach(builder::constant);
    Method source = labelSource();
    for (Parameter parameter : source.getParameters()) {
      for (Label label : labels(parameter)) {
        LabelAccessor<Object> accessor =
            ReflectedAccessor.of(label, parameter.getParameterizedType(), source);
        if (accessor == null) {
          builder.label(label.value());
        } else {
          builder.label(label.value(), accessor);
        }
      }
    }
    for (Label label : labels(source)) {
      Type result = AsyncTypes.completedWith(label, source);
      LabelAccessor<Object> accessor = ReflectedAccessor.of(label, result, source);
      if (accessor == null) {
        builder.resultLabel(label.value());
      } else {
        builder.resultLabel(label.value(), accessor);
      }
    }
    return builder.returns(returned()).create();
  }

  /**
   * The declared type by which the result may complete later: a generic interface does not tell it,
   * but the body that implements it does.
   */
  private Class<?> returned() {
    Class<?> declared = method.getReturnType();
    return OperationBuilder.completesLater(declared) ? declared : body.getReturnType();
  }

  private Map<String, String> constants() {
    Map<String, String> constants = new LinkedHashMap<>();
    Stream.of(timer, counter, span)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingInt(Spoken::rank))
        .forEach(spoken -> addTo(constants, spoken));
    return constants;
  }

  private void addTo(Map<String, String> constants, Spoken spoken) {
    List<String> labels = spoken.labels;
    if (labels.size() % 2 != 0) {
      throw new IllegalArgumentException(
          "labels "
              + labels
              + " of "
              + method
              + " must be names and values by turns; the last name has no value");
    }
    for (int i = 0; i < labels.size(); i += 2) {
      constants.putIfAbsent(labels.get(i), labels.get(i + 1));
    }
  }

  private @Nullable Spoken find(Kind kind) {
    Class<?> implementation = body.getDeclaringClass();
    Class<?> declared = method.getDeclaringClass();
    Spoken found = spoken(kind, body, implementation, 0);
    if (found == null) {
      found = spoken(kind, method, declared, 2);
    }
    if (found == null && Modifier.isPublic(body.getModifiers()) && !isAccessor(body)) {
      found = spoken(kind, implementation, implementation, 4);
    }
    return found == null ? spoken(kind, declared, declared, 6) : found;
  }

  private static boolean isAccessor(Method method) {
    Class<?> type = method.getDeclaringClass();
    return type.isRecord()
        && method.getParameterCount() == 0
        && Stream.of(type.getRecordComponents())
            .anyMatch(component -> component.getName().equals(method.getName()));
  }

  private @Nullable Spoken spoken(Kind kind, AnnotatedElement element, Class<?> type, int rank) {
    switch (kind) {
      case TIMER -> {
        Timed timed = element.getDeclaredAnnotation(Timed.class);
        if (timed != null) {
          return new Spoken(name(timed.value(), type), List.of(timed.labels()), rank);
        }
      }
      case COUNTER -> {
        Counted counted = element.getDeclaredAnnotation(Counted.class);
        if (counted != null) {
          return new Spoken(name(counted.value(), type), List.of(counted.labels()), rank);
        }
      }
      case SPAN -> {
        Traced traced = element.getDeclaredAnnotation(Traced.class);
        if (traced != null) {
          return new Spoken(name(traced.value(), type), List.of(traced.labels()), rank);
        }
      }
    }
    Observed observed = element.getDeclaredAnnotation(Observed.class);
    return observed == null
        ? null
        : new Spoken(name(observed.value(), type), List.of(observed.labels()), rank + 1);
  }

  private String name(String given, Class<?> type) {
    return given.isEmpty() ? defaultName(type) : given;
  }

  private String defaultName(Class<?> type) {
    String binary = type.getName();
    String simple = binary.substring(binary.lastIndexOf('.') + 1).replace('$', '.');
    return simple + '.' + method.getName();
  }

  /** The implementation if it has labels, else the interface. */
  private Method labelSource() {
    return hasLabels(body) ? body : method;
  }

  private static boolean hasLabels(Method method) {
    if (labels(method).length > 0) {
      return true;
    }
    for (Parameter parameter : method.getParameters()) {
      if (labels(parameter).length > 0) {
        return true;
      }
    }
    return false;
  }

  private static Label[] labels(AnnotatedElement element) {
    return element.getAnnotationsByType(Label.class);
  }

  /** The method that a call of one of an interface ends up in. */
  private static Method body(Method method, Class<?> implementation) {
    Method bridge = null;
    for (Class<?> type = implementation; type != null; type = type.getSuperclass()) {
      Method found = bridge == null ? declared(type, method) : bridged(bridge, type);
      if (found != null && found.isBridge()) {
        bridge = found;
        found = bridged(bridge, type);
      }
      if (found != null) {
        return found;
      }
    }
    return bridge == null ? inherited(method, implementation) : bridge;
  }

  private static @Nullable Method declared(Class<?> type, Method method) {
    try {
      return type.getDeclaredMethod(method.getName(), method.getParameterTypes());
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /** The most specific of the interfaces' own. */
  private static Method inherited(Method method, Class<?> implementation) {
    try {
      return implementation.getMethod(method.getName(), method.getParameterTypes());
    } catch (NoSuchMethodException e) {
      return method;
    }
  }

  /**
   * The method of a type for which the compiler made a bridge, of the same type or of one that
   * extends it; null if that is not clear. A bridge may stand for a method with other types, or for
   * one that not all may call.
   */
  private static @Nullable Method bridged(Method bridge, Class<?> type) {
    List<Method> candidates = new ArrayList<>();
    for (Method each : type.getDeclaredMethods()) {
      if (!each.isBridge() && isLike(bridge, each)) {
        candidates.add(each);
      }
    }
    return candidates.size() == 1 ? candidates.get(0) : null;
  }

  private static boolean isLike(Method bridge, Method method) {
    Class<?>[] first = bridge.getParameterTypes();
    Class<?>[] second = method.getParameterTypes();
    boolean like =
        method.getName().equals(bridge.getName())
            && first.length == second.length
            && isEither(bridge.getReturnType(), method.getReturnType());
    for (int i = 0; like && i < first.length; i++) {
      like = isEither(first[i], second[i]);
    }
    return like;
  }

  /** Whether one of two types is the other, or above it. */
  private static boolean isEither(Class<?> first, Class<?> second) {
    return first.isAssignableFrom(second) || second.isAssignableFrom(first);
  }
}
