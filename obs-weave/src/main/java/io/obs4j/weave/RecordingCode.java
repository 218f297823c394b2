package io.obs4j.weave;

import io.obs4j.operation.OperationBuilder;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * A run without a span that ends with its method. It is no object: its slots hold the recording,
 * the beginning, and the labels of the start.
 */
final class RecordingCode extends RunCode {

  private final int recording = firstSlot;
  private final int begun = firstSlot + 1;
  private final int labels = firstSlot + 3;

  RecordingCode(WovenMethod woven, OperationField field) {
    super(woven, field);
  }

  @Override
  List<Object> frame() {
    List<Object> frame = new ArrayList<>();
    frame.add(Names.RECORDING.getInternalName());
    frame.add(Opcodes.LONG);
    for (int i = 0; i < plan.arguments().size(); i++) {
      frame.add(Names.STRING.getInternalName());
    }
    return frame;
  }

  @Override
  int slotOfMoment() {
    return labels + plan.arguments().size();
  }

  @Override
  void start(MethodVisitor to) {
    recording(to);
    to.visitVarInsn(Opcodes.ASTORE, recording);
    for (int i = 0; i < plan.arguments().size(); i++) {
      to.visitVarInsn(Opcodes.ALOAD, recording);
      index(to, i);
      argument(to, plan.arguments().get(i));
      text(to, "argument");
      to.visitVarInsn(Opcodes.ASTORE, labels + i);
    }
    to.visitVarInsn(Opcodes.ALOAD, recording);
    Names.call(to, Names.RECORDING, "begin", Type.LONG_TYPE);
    to.visitVarInsn(Opcodes.LSTORE, begun);
  }

  @Override
  void returned(MethodVisitor to) {
    boolean labelled = !plan.results().isEmpty();
    if (labelled) {
      keepResult(to);
    }
    beginOfEnd(to);
    to.visitInsn(Opcodes.ACONST_NULL);
    end(to, labelled);
  }

  @Override
  void failed(MethodVisitor to) {
    to.visitInsn(Opcodes.DUP);
    to.visitVarInsn(Opcodes.ASTORE, slotOfMoment());
    beginOfEnd(to);
    to.visitVarInsn(Opcodes.ALOAD, slotOfMoment());
    end(to, false);
  }

  private void beginOfEnd(MethodVisitor to) {
    to.visitVarInsn(Opcodes.ALOAD, recording);
    to.visitVarInsn(Opcodes.LLOAD, begun);
  }

  private void end(MethodVisitor to, boolean withResult) {
    int ofStart = plan.arguments().size();
    int all = ofStart + plan.results().size();
    if (all == 0) {
      Names.call(to, Names.RECORDING, "end", Type.VOID_TYPE, Type.LONG_TYPE, Names.THROWABLE);
      return;
    }
    for (int i = 0; i < OperationBuilder.MOST_LABELS; i++) {
      if (i < ofStart) {
        to.visitVarInsn(Opcodes.ALOAD, labels + i);
      } else if (i < all && withResult) {
        to.visitVarInsn(Opcodes.ALOAD, recording);
        index(to, i);
        to.visitVarInsn(Opcodes.ALOAD, slotOfMoment());
        text(to, "value");
      } else {
        to.visitInsn(Opcodes.ACONST_NULL);
      }
    }
    Names.call(
        to,
        Names.RECORDING,
        "end",
        Type.VOID_TYPE,
        Type.LONG_TYPE,
        Names.THROWABLE,
        Names.STRING,
        Names.STRING,
        Names.STRING,
        Names.STRING);
  }

  private static void text(MethodVisitor to, String method) {
    Names.call(to, Names.RECORDING, method, Names.STRING, Type.INT_TYPE, Names.OBJECT);
  }
}
