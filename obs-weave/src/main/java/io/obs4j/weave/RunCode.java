package io.obs4j.weave;

import java.util.List;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * What is written around the body of a method. It has slots of its own, behind the parameters: the
 * last one for an object of the moment, those before it for what lives from start to end.
 */
abstract sealed class RunCode permits RecordingCode, SpanRunCode {

  private final OperationField field;
  final WovenMethod woven;
  final OperationPlan plan;
  final int firstSlot;

  RunCode(WovenMethod woven, OperationField field) {
    this.woven = woven;
    this.field = field;
    plan = woven.plan();
    firstSlot = woven.method().getStackSize();
  }

  static RunCode of(WovenMethod method, OperationField field) {
    return method.plan().isTraced() || method.plan().completion() != null
        ? new SpanRunCode(method, field)
        : new RecordingCode(method, field);
  }

  /** How many slots it needs. */
  final int slots() {
    return slotOfMoment() + 1 - firstSlot;
  }

  /** What lies in the slots that live from start to end, as a frame has it. */
  abstract List<Object> frame();

  abstract int slotOfMoment();

  /** Comes before the body. */
  abstract void start(MethodVisitor to);

  /** Comes before a return; the result, if there is one, is on the stack and stays there. */
  abstract void returned(MethodVisitor to);

  /** The throwable is on the stack, and stays there. */
  abstract void failed(MethodVisitor to);

  /** Leaves on the stack what the run is recorded by. */
  final void recording(MethodVisitor to) {
    field.get(to);
    to.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Names.OPERATION.getInternalName(),
        "recordingOf",
        Type.getMethodDescriptor(Names.RECORDING, Names.OPERATION),
        false);
  }

  final Type returnType() {
    return Type.getReturnType(woven.descriptor());
  }

  /** Leaves an argument on the stack, as an object. */
  final void argument(MethodVisitor to, OperationPlan.FromParameter from) {
    ParameterDescription parameter = woven.method().getParameters().get(from.parameter());
    Type type = Type.getType(parameter.getType().asErasure().getDescriptor());
    to.visitVarInsn(type.getOpcode(Opcodes.ILOAD), parameter.getOffset());
    Names.box(to, type);
  }

  /** Puts a copy of the result into the slot of the moment, as an object. */
  final void keepResult(MethodVisitor to) {
    Type type = returnType();
    to.visitInsn(type.getSize() == 2 ? Opcodes.DUP2 : Opcodes.DUP);
    Names.box(to, type);
    to.visitVarInsn(Opcodes.ASTORE, slotOfMoment());
  }

  static void index(MethodVisitor to, int index) {
    to.visitInsn(Opcodes.ICONST_0 + index); // at most four labels
  }
}
