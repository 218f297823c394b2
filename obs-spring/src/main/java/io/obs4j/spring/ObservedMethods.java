package io.obs4j.spring;

import io.obs4j.annotation.Counted;
import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;
import io.obs4j.annotation.Traced;
import io.obs4j.annotation.Woven;
import io.obs4j.operation.OperationSignals;
import io.obs4j.proxy.MethodOperation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.MethodMatcher;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.StaticMethodMatcher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The operations that the annotated methods of beans are, worked out once for each class, when the
 * first bean of it is made: a declaration that cannot be keeps the application from starting.
 *
 * <p>A call looks up two maps that are complete by then, without a lock.
 */
final class ObservedMethods extends StaticMethodMatcher implements Pointcut, ClassFilter {

  static final String FAULT = "spring.annotation";

  private final ObjectProvider<OperationSignals> provider;
  private final Map<Class<?>, Map<Method, MethodOperation>> byClass = new ConcurrentHashMap<>();

  ObservedMethods(ObjectProvider<OperationSignals> provider) {
    this.provider = provider;
  }

  @Override
  public ClassFilter getClassFilter() {
    return this;
  }

  @Override
  public MethodMatcher getMethodMatcher() {
    return this;
  }

  @Override
  public boolean matches(Class<?> type) {
    return !operations(type).isEmpty();
  }

  @Override
  public boolean matches(Method method, Class<?> type) {
    return operation(method, type) != null;
  }

  /** What a method of a class of beans is; null if it is not observed. */
  @Nullable MethodOperation operation(Method method, Class<?> type) {
    return operations(type).get(method);
  }

  private Map<Method, MethodOperation> operations(Class<?> type) {
    Map<Method, MethodOperation> known = byClass.get(type);
    if (known == null) {
      Class<?> written = ClassUtils.getUserClass(type);
      known = isCandidate(written) ? declare(written) : Map.of();
      byClass.put(type, known);
    }
    return known;
  }

  /** Whether anything that the class has, or is, is annotated: most beans are not. */
  private static boolean isCandidate(Class<?> type) {
    for (Class<?> each = type; isOfTheUser(each); each = each.getSuperclass()) {
      if (isAnnotated(each)) {
        return true;
      }
    }
    for (Class<?> each : ClassUtils.getAllInterfacesForClass(type)) {
      if (isOfTheUser(each) && isAnnotated(each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfTheUser(@Nullable Class<?> type) {
    return type != null
        && type != Object.class
        && !type.getName().startsWith("java.")
        && !type.getName().startsWith("org.springframework.");
  }

  private static boolean isAnnotated(Class<?> type) {
    if (isObserved(type)) {
      return true;
    }
    for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
      if (isObserved(method)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isObserved(AnnotatedElement element) {
    return element.isAnnotationPresent(Observed.class)
        || element.isAnnotationPresent(Timed.class)
        || element.isAnnotationPresent(Counted.class)
        || element.isAnnotationPresent(Traced.class);
  }

  private Map<Method, MethodOperation> declare(Class<?> type) {
    OperationSignals signals = provider.getObject();
    Map<Method, MethodOperation> operations = new HashMap<>();
    for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
      if (!isSpokenOf(method)) {
        continue;
      }
      if (!isOutOfReach(method)) {
        Method declared = ClassUtils.getInterfaceMethodIfPossible(method, type);
        add(operations, method, MethodOperation.of(declared, type, signals));
      } else if (!method.isAnnotationPresent(Woven.class)) {
        tell(method, signals);
      }
    }
    for (Class<?> each : ClassUtils.getAllInterfacesForClass(type)) {
      for (Method method : each.getMethods()) {
        if (isOfTheUser(method.getDeclaringClass()) && !Modifier.isStatic(method.getModifiers())) {
          add(operations, method, MethodOperation.of(method, type, signals));
        }
      }
    }
    return operations;
  }

  /** Whether an annotation could mean it: those of a class or interface mean not every method. */
  private static boolean isSpokenOf(Method method) {
    if (isObserved(method)) {
      return true;
    }
    return isOfTheUser(method.getDeclaringClass())
        && !method.isSynthetic()
        && !ReflectionUtils.isObjectMethod(method)
        && Modifier.isPublic(method.getModifiers())
        && (!isOutOfReach(method) || isObserved(method.getDeclaringClass()));
  }

  private static void add(
      Map<Method, MethodOperation> operations, Method method, @Nullable MethodOperation operation) {
    if (operation != null) {
      operations.put(method, operation);
    }
  }

  /** What no proxy can stand in front of. */
  private static boolean isOutOfReach(Method method) {
    return Modifier.isStatic(method.getModifiers())
        || Modifier.isPrivate(method.getModifiers())
        || Modifier.isFinal(method.getModifiers());
  }

  private static void tell(Method method, OperationSignals signals) {
    signals
        .diagnostics()
        .fault(
            FAULT,
            method.toString(),
            "The annotated method "
                + method
                + " is not observed: Spring's proxies cannot stand in front of what is private,"
                + " static or final. Make it none of these, or weave it.");
  }
}
