package io.obs4j.weave;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.pool.TypePool;

/** Descriptors, also of methods whose types are not on the class path. */
final class Signatures {

  private Signatures() {}

  /** Of a class. */
  static String descriptor(String type) {
    return 'L' + type.replace('.', '/') + ';';
  }

  /** Of a method, as its class file has it. */
  static String descriptor(MethodDescription method) {
    StringBuilder descriptor = new StringBuilder("(");
    ParameterList<?> parameters = method.getParameters();
    for (int i = 0; i < parameters.size(); i++) {
      try {
        descriptor.append(erasure(parameters.get(i).getType()));
      } catch (TypePool.Resolution.NoSuchTypeException e) {
        descriptor.append(descriptor(e.getName()));
      }
    }
    descriptor.append(')');
    try {
      return descriptor.append(erasure(method.getReturnType())).toString();
    } catch (TypePool.Resolution.NoSuchTypeException e) {
      return descriptor.append(descriptor(e.getName())).toString();
    }
  }

  private static String erasure(TypeDescription.Generic type) {
    return type.asErasure().getDescriptor();
  }

  /** The parameters of a descriptor, for people. */
  static String parameters(String descriptor) {
    StringBuilder parameters = new StringBuilder("(");
    for (Type type : Type.getArgumentTypes(descriptor)) {
      String name = type.getClassName();
      parameters
          .append(parameters.length() == 1 ? "" : ", ")
          .append(name, Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1, name.length());
    }
    return parameters.append(')').toString();
  }
}
