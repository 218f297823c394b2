package io.obs4j.weave;

import io.obs4j.operation.LabelAccessor;
import io.obs4j.operation.Operation;
import io.obs4j.operation.OperationBuilder;
import io.obs4j.operation.OperationRun;
import io.obs4j.operation.Operations;
import io.obs4j.operation.Recording;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** The types that woven code names, and calls of their methods. */
final class Names {

  static final Type OPERATIONS = Type.getType(Operations.class);
  static final Type BUILDER = Type.getType(OperationBuilder.class);
  static final Type OPERATION = Type.getType(Operation.class);
  static final Type RECORDING = Type.getType(Recording.class);
  static final Type RUN = Type.getType(OperationRun.class);
  static final Type ACCESSOR = Type.getType(LabelAccessor.class);

  static final Type OBJECT = Type.getType(Object.class);
  static final Type STRING = Type.getType(String.class);
  static final Type THROWABLE = Type.getType(Throwable.class);

  private Names() {}

  /** A call of a method of one of these classes. */
  static void call(MethodVisitor to, Type owner, String name, Type returned, Type... parameters) {
    to.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        owner.getInternalName(),
        name,
        Type.getMethodDescriptor(returned, parameters),
        false);
  }

  /** Makes an object of a value of a primitive type. */
  static void box(MethodVisitor to, Type type) {
    String wrapper =
        switch (type.getSort()) {
          case Type.BOOLEAN -> "Boolean";
          case Type.BYTE -> "Byte";
          case Type.CHAR -> "Character";
          case Type.SHORT -> "Short";
          case Type.INT -> "Integer";
          case Type.LONG -> "Long";
          case Type.FLOAT -> "Float";
          case Type.DOUBLE -> "Double";
          default -> null;
        };
    if (wrapper != null) {
      Type boxed = Type.getObjectType("java/lang/" + wrapper);
      to.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          boxed.getInternalName(),
          "valueOf",
          Type.getMethodDescriptor(boxed, type),
          false);
    }
  }
}
