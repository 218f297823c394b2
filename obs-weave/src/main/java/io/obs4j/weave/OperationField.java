package io.obs4j.weave;

import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The static field that holds the operation of a method. A method of the same name declares the
 * operation: a full static initializer has no room for more than its call.
 *
 * @param owner the internal name of its class
 * @param ofInterface whether that is an interface
 * @param name of the field
 */
record OperationField(String owner, boolean ofInterface, String name) {

  private static final String PREFIX = "obs4j$operation$";

  /** What a method returns that declares an operation. */
  static final String DECLARES = Type.getMethodDescriptor(Names.OPERATION);

  static OperationField of(TypeDescription type, int index) {
    return new OperationField(type.getInternalName(), type.isInterface(), PREFIX + index);
  }

  void write(ClassVisitor to) {
    // An interface has public constants alone.
    int visibility = ofInterface ? Opcodes.ACC_PUBLIC : Opcodes.ACC_PRIVATE;
    to.visitField(
            visibility | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC,
            name,
            Names.OPERATION.getDescriptor(),
            null,
            null)
        .visitEnd();
  }

  void get(MethodVisitor to) {
    to.visitFieldInsn(Opcodes.GETSTATIC, owner, name, Names.OPERATION.getDescriptor());
  }

  /** Puts into it what is declared. */
  void put(MethodVisitor to) {
    to.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, DECLARES, ofInterface);
    to.visitFieldInsn(Opcodes.PUTSTATIC, owner, name, Names.OPERATION.getDescriptor());
  }
}
