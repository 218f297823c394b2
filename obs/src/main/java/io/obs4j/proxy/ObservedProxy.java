package io.obs4j.proxy;

import io.obs4j.operation.OperationSignals;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of an object and observes the calls of its annotated methods that come through
 * one of its interfaces. All that the annotations say is worked out when it is made.
 */
public final class ObservedProxy implements InvocationHandler {

  private final Object target;
  private final OperationSignals signals;
  private final Map<Method, ObservedMethod> methods;

  private ObservedProxy(
      Object target, OperationSignals signals, Map<Method, ObservedMethod> methods) {
    this.target = target;
    this.signals = signals;
    this.methods = methods;
  }

  /**
   * A proxy.
   *
   * @param type an interface
   * @param target that implements it
   * @param signals to record into
   * @param <T> the interface
   * @return the proxy; the target itself if it is one already, or if all that is annotated is woven
   * @throws IllegalArgumentException if it is no interface, if nothing is annotated, or if what the
   *     annotations say cannot be
   */
  public static <T> T of(Class<T> type, T target, OperationSignals signals) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          type.getName() + " is no interface; proxies need one. Weave the class instead.");
    }
    if (!type.isInstance(target)) {
      throw new IllegalArgumentException("The target " + target + " is no " + type.getName() + '.');
    }
    ObservedProxy known = behind(target);
    if (known != null && known.signals == signals) {
      return target;
    }
    Map<Method, ObservedMethod> methods = new HashMap<>();
    boolean annotated = false;
    boolean woven = false;
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && !isOfObject(method)) {
        MethodPlan plan = MethodPlan.of(method, target.getClass());
        annotated |= plan.isObserved();
        woven |= plan.isWoven();
        methods.put(method, ObservedMethod.of(plan, target, signals));
      }
    }
    if (annotated) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              new ObservedProxy(target, signals, methods)));
    }
    if (woven) {
      return target;
    }
    throw new IllegalArgumentException(
        "Nothing of "
            + type.getName()
            + " is annotated, nor of "
            + target.getClass().getName()
            + ". Annotate methods or a type with @Observed, @Timed, @Counted or @Traced.");
  }

  /**
   * Whether an interface repeats a method of {@link Object}: proxies answer these by themselves, so
   * that none is equal to another than its target is.
   *
   * @throws IllegalArgumentException if the method is annotated
   */
  private static boolean isOfObject(Method method) {
    boolean is =
        switch (method.getParameterCount()) {
          case 0 -> method.getName().equals("hashCode") || method.getName().equals("toString");
          case 1 ->
              method.getName().equals("equals") && method.getParameterTypes()[0] == Object.class;
          default -> false;
        };
    if (is && MethodPlan.isAnnotated(method)) {
      throw new IllegalArgumentException(
          method
              + " is a method of Object, which proxies answer unobserved. Annotate another one.");
    }
    return is;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    ObservedMethod observed = methods.get(method);
    return observed == null ? ofObject(method, arguments) : observed.call(arguments);
  }

  /** A method of {@link Object}: proxies are as equal as their targets. */
  private @Nullable Object ofObject(Method method, @Nullable Object @Nullable [] arguments) {
    if (arguments == null) {
      return method.getName().equals("hashCode") ? (Object) target.hashCode() : target.toString();
    }
    Object other = arguments[0];
    ObservedProxy proxy = behind(other);
    return target.equals(proxy == null ? other : proxy.target);
  }

  /** What answers the calls of an object, if that is a proxy of this kind. */
  private static @Nullable ObservedProxy behind(@Nullable Object object) {
    return object != null
            && Proxy.isProxyClass(object.getClass())
            && Proxy.getInvocationHandler(object) instanceof ObservedProxy proxy
        ? proxy
        : null;
  }
}
