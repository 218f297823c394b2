package io.obs4j.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The static field that holds the operation of a method.
 *
 * @param owner the internal name of its class
 * @param name of the field
 */
record OperationField(String owner, String name) {

  void get(MethodVisitor to) {
    to.visitFieldInsn(Opcodes.GETSTATIC, owner, name, Names.OPERATION.getDescriptor());
  }

  void put(MethodVisitor to) {
    to.visitFieldInsn(Opcodes.PUTSTATIC, owner, name, Names.OPERATION.getDescriptor());
  }
}
