package io.obs4j.weave;

import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/** Methods that give the values of labels. */
final class Accessors {

  private static final List<Class<?>> VALUES =
      List.of(CharSequence.class, Number.class, Enum.class, Boolean.class, Character.class);

  private Accessors() {}

  /** A public method without parameters, of a type or of one above it; null if there is none. */
  static @Nullable MethodDescription find(TypeDescription type, String name) {
    for (MethodDescription method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)
          && method.isPublic()
          && !method.isStatic()
          && !method.isBridge()
          && method.getParameters().isEmpty()) {
        return method;
      }
    }
    if (type.getSuperClass() != null) {
      MethodDescription above = find(type.getSuperClass().asErasure(), name);
      if (above != null) {
        return above;
      }
    }
    for (TypeDescription.Generic each : type.getInterfaces()) {
      MethodDescription above = find(each.asErasure(), name);
      if (above != null) {
        return above;
      }
    }
    return null;
  }

  /** Whether a value of a type can be that of a label. */
  static boolean isValue(TypeDescription type) {
    if (type.isPrimitive()) {
      return !type.represents(void.class);
    }
    for (Class<?> each : VALUES) {
      if (type.isAssignableTo(each)) {
        return true;
      }
    }
    return false;
  }
}
