package io.obs4j.proxy;

import io.obs4j.annotation.Label;
import io.obs4j.operation.LabelAccessor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An accessor that an annotation names, found on the declared type when the proxy is made. */
final class ReflectedAccessor implements LabelAccessor<Object> {

  private static final Set<Class<?>> VALUES =
      Set.of(
          Boolean.class,
          Character.class,
          boolean.class,
          char.class,
          int.class,
          long.class,
          short.class,
          byte.class,
          float.class,
          double.class);

  private final MethodHandle accessor;

  private ReflectedAccessor(MethodHandle accessor) {
    this.accessor = accessor;
  }

  /**
   * The accessor of a label, or null if the object is the value itself.
   *
   * @throws IllegalArgumentException if there is none, or if it gives no value of a label
   */
  static @Nullable LabelAccessor<Object> of(Label label, Type declared, Method method) {
    Class<?> type = AsyncTypes.erasure(declared);
    if (label.accessor().isEmpty()) {
      checkValue(label, type, method);
      return null;
    }
    Method found;
    try {
      found = type.getMethod(label.accessor());
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "label "
              + label.value()
              + " of "
              + method
              + " names the accessor "
              + label.accessor()
              + ", but "
              + type.getTypeName()
              + " has no such public method without parameters",
          e);
    }
    if (Modifier.isStatic(found.getModifiers())) {
      throw new IllegalArgumentException(
          "label "
              + label.value()
              + " of "
              + method
              + " names the accessor "
              + label.accessor()
              + " of "
              + type.getTypeName()
              + ", which is static: it says nothing of the object; name a method of the object");
    }
    checkValue(label, found.getReturnType(), method);
    return new ReflectedAccessor(
        ObservedMethod.handle(found).asType(MethodType.methodType(Object.class, Object.class)));
  }

  private static void checkValue(Label label, Class<?> type, Method method) {
    if (!CharSequence.class.isAssignableFrom(type)
        && !Number.class.isAssignableFrom(type)
        && !Enum.class.isAssignableFrom(type)
        && !VALUES.contains(type)) {
      throw new IllegalArgumentException(
          "label "
              + label.value()
              + " of "
              + method
              + " is a "
              + type.getTypeName()
              + ", which is no value of a label; name an accessor that gives a string, an enum"
              + " constant, a number, a character or a boolean");
    }
  }

  @Override
  public @Nullable Object value(Object source) throws Throwable {
    return (Object) accessor.invokeExact(source);
  }
}
