package io.obs4j.weave;

import io.obs4j.weave.OperationPlan.Accessor;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * A static method that asks an object for the value of a label, as the body of a lambda does. A
 * handle of the accessor itself would be linked when the class is initialized, which then could not
 * be where a type is absent that only one of its methods needs.
 *
 * @param name of the method
 * @param accessor that it calls
 */
record AccessorCode(String name, Accessor accessor) {

  /** From any object to any. */
  static final String DESCRIPTOR = Type.getMethodDescriptor(Names.OBJECT, Names.OBJECT);

  void write(ClassVisitor type) {
    MethodVisitor to = type.visitMethod(DeclarationCode.STATIC, name, DESCRIPTOR, null, null);
    String owner = accessor.type().getInternalName();
    String descriptor = accessor.method().getDescriptor();
    boolean ofInterface = accessor.type().isInterface();
    to.visitCode();
    to.visitVarInsn(Opcodes.ALOAD, 0);
    to.visitTypeInsn(Opcodes.CHECKCAST, owner);
    to.visitMethodInsn(
        ofInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL,
        owner,
        accessor.method().getInternalName(),
        descriptor,
        ofInterface);
    Names.box(to, Type.getReturnType(descriptor));
    to.visitInsn(Opcodes.ARETURN);
    to.visitMaxs(0, 0); // computed
    to.visitEnd();
  }
}
