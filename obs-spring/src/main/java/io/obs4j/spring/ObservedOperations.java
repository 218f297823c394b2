package io.obs4j.spring;

import io.obs4j.Obs;
import io.obs4j.proxy.MethodOperation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The operations that the observed methods of beans are, worked out once for each class: when one
 * of them is called, at the latest when the beans of the application have been made. A declaration
 * that cannot be keeps it from starting.
 *
 * <p>A call looks up two maps that are complete by then, without a lock.
 */
final class ObservedOperations {

  static final String FAULT = "spring.annotation";

  private final ObservedMethods methods;
  private final ObjectProvider<Obs> provider;
  private final Map<Class<?>, Map<Method, MethodOperation>> byClass = new ConcurrentHashMap<>();
  private final Queue<Class<?>> expected = new ConcurrentLinkedQueue<>();
  private final Queue<String> leftOut = new ConcurrentLinkedQueue<>();
  private volatile boolean started;

  ObservedOperations(ObservedMethods methods, ObjectProvider<Obs> provider) {
    this.methods = methods;
    this.provider = provider;
  }

  /**
   * What a method of a class of beans is; null if it is not observed, or if its call is part of how
   * the {@link Obs} is made.
   */
  @Nullable MethodOperation of(Method method, Class<?> type) {
    Map<Method, MethodOperation> known = byClass.get(type);
    if (known == null) {
      Obs obs;
      try {
        obs = provider.getObject();
      } catch (BeansException e) {
        return null;
      }
      known = declare(type, obs);
    }
    return known.get(method);
  }

  /** Has the methods of a class declared, unless a call does before. */
  void expect(Class<?> type) {
    if (byClass.containsKey(type) || !methods.isSpokenOf(type)) {
      return;
    }
    expected.add(type);
    if (started) {
      declareExpected();
    }
  }

  /** Notes that a class can have no proxy. */
  void leaveOut(Class<?> type, String beanName) {
    leftOut.add(
        "The annotated methods of the bean "
            + beanName
            + " are not observed: Spring's proxies cannot stand in front of its "
            + type
            + ", as of one that is final, a record, sealed or without a constructor to call. Make"
            + " it none of these, declare the bean as an interface that has the methods, or weave"
            + " it.");
    if (started) {
      declareExpected();
    }
  }

  /** Whatever is expected or left out later is declared and told at once. */
  void declareExpected() {
    started = true;
    if (expected.isEmpty() && leftOut.isEmpty()) {
      return;
    }
    Obs obs = provider.getObject();
    for (String told = leftOut.poll(); told != null; told = leftOut.poll()) {
      obs.diagnostics().fault(FAULT, told, told);
    }
    for (Class<?> type = expected.poll(); type != null; type = expected.poll()) {
      declare(type, obs);
    }
  }

  private Map<Method, MethodOperation> declare(Class<?> type, Obs obs) {
    Map<Method, MethodOperation> known = byClass.get(type);
    if (known != null) {
      return known;
    }
    Map<Method, MethodOperation> operations = new HashMap<>();
    methods
        .of(type)
        .observed()
        .forEach(
            (method, declared) -> {
              MethodOperation operation =
                  MethodOperation.of(
                      declared, ObservedMethods.written(type), obs.operationSignals());
              if (operation != null) {
                operations.put(method, operation);
              }
            });
    byClass.put(type, operations);
    for (Method method : methods.of(type).outOfReach()) {
      tell(method, obs);
    }
    return operations;
  }

  private static void tell(Method method, Obs obs) {
    obs.diagnostics()
        .fault(
            FAULT,
            method.toString(),
            "The annotated method "
                + method
                + " is not observed: Spring's proxies cannot stand in front of what is private,"
                + " static or final. Make it none of these, or weave it.");
  }
}
