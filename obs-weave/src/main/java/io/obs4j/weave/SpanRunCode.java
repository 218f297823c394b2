package io.obs4j.weave;

import java.util.List;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** A run with a span, or one that ends after its method: an {@code OperationRun} in a slot. */
final class SpanRunCode extends RunCode {

  private final int run = firstSlot;

  SpanRunCode(WovenMethod woven, OperationField field) {
    super(woven, field);
  }

  @Override
  List<Object> frame() {
    return List.of(Names.RUN.getInternalName());
  }

  @Override
  int slotOfMoment() {
    return run + 1;
  }

  @Override
  void start(MethodVisitor to) {
    recording(to);
    Type[] values = new Type[plan.arguments().size()];
    for (int i = 0; i < values.length; i++) {
      argument(to, plan.arguments().get(i));
      values[i] = Names.OBJECT;
    }
    Names.call(to, Names.RECORDING, "start", Names.RUN, values);
    to.visitVarInsn(Opcodes.ASTORE, run);
    for (OperationPlan.FromParameter attribute : plan.attributes()) {
      to.visitVarInsn(Opcodes.ALOAD, run);
      to.visitLdcInsn(attribute.key());
      argument(to, attribute);
      Names.call(to, Names.RUN, "attribute", Type.VOID_TYPE, Names.STRING, Names.OBJECT);
    }
  }

  @Override
  void returned(MethodVisitor to) {
    if (plan.completion() != null) {
      to.visitVarInsn(Opcodes.ALOAD, run);
      to.visitInsn(Opcodes.SWAP);
      Names.call(to, Names.RUN, "returned", Names.OBJECT, Names.OBJECT);
      to.visitTypeInsn(Opcodes.CHECKCAST, returnType().getInternalName());
    } else if (!plan.results().isEmpty()) {
      keepResult(to);
      to.visitVarInsn(Opcodes.ALOAD, run);
      to.visitVarInsn(Opcodes.ALOAD, slotOfMoment());
      Names.call(to, Names.RUN, "result", Type.VOID_TYPE, Names.OBJECT);
    }
    close(to);
  }

  @Override
  void failed(MethodVisitor to) {
    to.visitInsn(Opcodes.DUP);
    to.visitVarInsn(Opcodes.ASTORE, slotOfMoment());
    to.visitVarInsn(Opcodes.ALOAD, run);
    to.visitVarInsn(Opcodes.ALOAD, slotOfMoment());
    Names.call(to, Names.RUN, "fail", Type.VOID_TYPE, Names.THROWABLE);
    close(to);
  }

  private void close(MethodVisitor to) {
    to.visitVarInsn(Opcodes.ALOAD, run);
    Names.call(to, Names.RUN, "close", Type.VOID_TYPE);
  }
}
