package io.obs4j.spring;

import io.obs4j.annotation.Counted;
import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;
import io.obs4j.annotation.Traced;
import io.obs4j.annotation.Woven;
import io.obs4j.proxy.MethodOperation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.MethodMatcher;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.StaticMethodMatcher;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The methods of beans that are observed, by their annotations alone: once for each class, when the
 * first bean of it is made.
 */
final class ObservedMethods extends StaticMethodMatcher implements Pointcut, ClassFilter {

  private static final Found NOTHING = new Found(Map.of(), List.of());

  private final Map<Class<?>, Found> byClass = new ConcurrentHashMap<>();

  /**
   * What there is in a class.
   *
   * @param observed by the method that is called, the one whose annotations count
   * @param outOfReach annotated in vain
   */
  record Found(Map<Method, Method> observed, List<Method> outOfReach) {

    private void add(Method called, Method declared, Class<?> type) {
      if (MethodOperation.isObserved(declared, type)) {
        observed.put(called, declared);
      }
    }
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
    return !of(type).observed.isEmpty();
  }

  @Override
  public boolean matches(Method method, Class<?> type) {
    return of(type).observed.containsKey(method);
  }

  /** Whether there is anything to declare, or to tell. */
  boolean isSpokenOf(Class<?> type) {
    Found found = of(type);
    return !found.observed.isEmpty() || !found.outOfReach.isEmpty();
  }

  Found of(Class<?> type) {
    Found known = byClass.get(type);
    if (known == null) {
      Class<?> written = written(type);
      known = isCandidate(written) ? find(written) : NOTHING;
      byClass.put(type, known);
    }
    return known;
  }

  /** The class behind one that was generated. */
  static Class<?> written(Class<?> type) {
    return ClassUtils.getUserClass(type);
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

  private static Found find(Class<?> type) {
    Found found = new Found(new HashMap<>(), new ArrayList<>());
    for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
      if (!isSpokenOf(method)) {
        continue;
      }
      if (!isOutOfReach(method)) {
        found.add(method, ClassUtils.getInterfaceMethodIfPossible(method, type), type);
      } else if (!method.isAnnotationPresent(Woven.class)) {
        found.outOfReach.add(method);
      }
    }
    for (Class<?> each : ClassUtils.getAllInterfacesForClass(type)) {
      for (Method method : each.getMethods()) {
        if (isOfTheUser(method.getDeclaringClass()) && !Modifier.isStatic(method.getModifiers())) {
          found.add(method, method, type);
        }
      }
    }
    return found;
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

  /** What no proxy can stand in front of. */
  private static boolean isOutOfReach(Method method) {
    return Modifier.isStatic(method.getModifiers())
        || Modifier.isPrivate(method.getModifiers())
        || Modifier.isFinal(method.getModifiers());
  }
}
