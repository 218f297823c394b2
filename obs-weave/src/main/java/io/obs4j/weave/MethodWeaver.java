package io.obs4j.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.TypePath;
import org.jspecify.annotations.Nullable;

/**
 * Writes a method with its run around its body, in place.
 *
 * <pre>
 *   start                       of the line of the first statement
 *   try { the body as it was; before each return: returned }
 *   catch any { failed; throw it again }
 * </pre>
 */
final class MethodWeaver extends AnnotationFilter {

  /*
   * The body stays where it is: a frame more would be in each stack trace, and a second method would
   * cost the compiler part of what it may inline. The slots of the run lie behind the parameters, so
   * those of the body move up, in instructions, frames and debugger tables alike.
   *
   * What is written at a return is outside of the guarded range: what happens there must not end
   * the run a second time. The guarded ranges come last in the table, as those of the body lie
   * within them. Their handler trusts no slot but its own: a body may have put anything into those
   * of its parameters.
   */

  private final RunCode run;
  private final int firstSlot;
  private final List<Label> leading = new ArrayList<>();
  private final List<Label> ranges = new ArrayList<>(); // beginnings and ends by turns
  private final Label entry = new Label();
  private boolean started;
  private @Nullable Label begin; // of the current range, if it has an instruction

  MethodWeaver(MethodVisitor to, WovenMethod method, RunCode run) {
    super(to);
    this.run = run;
    firstSlot = method.method().getStackSize();
  }

  @Override
  public void visitCode() {
    mv.visitAnnotation("Lio/obs4j/annotation/Woven;", true).visitEnd();
    super.visitCode();
  }

  // The start comes before the labels that stand before the first instruction, to which a loop may
  // go back; and it is of the first line, which is known only behind its label.

  @Override
  public void visitLabel(Label label) {
    if (started) {
      super.visitLabel(label);
    } else {
      leading.add(label);
    }
  }

  @Override
  public void visitLineNumber(int line, Label at) {
    if (started) {
      super.visitLineNumber(line, at);
    } else {
      start();
      super.visitLineNumber(line, entry); // once: a debugger would stop at each
    }
  }

  private void start() {
    if (!started) {
      started = true;
      super.visitLabel(entry);
      run.start(mv);
      for (Label label : leading) {
        super.visitLabel(label);
      }
    }
  }

  /** Comes before each instruction of the body. */
  private void instruction() {
    start();
    if (begin == null) {
      begin = new Label();
      super.visitLabel(begin);
    }
  }

  private void endRange() {
    if (begin != null) {
      Label end = new Label();
      super.visitLabel(end);
      ranges.add(begin);
      ranges.add(end);
      begin = null;
    }
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      start();
      endRange();
      run.returned(mv);
    } else {
      instruction();
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitMaxs(int stack, int locals) {
    endRange();
    if (!ranges.isEmpty()) {
      Label handler = new Label();
      for (int i = 0; i < ranges.size(); i += 2) {
        super.visitTryCatchBlock(ranges.get(i), ranges.get(i + 1), handler, null);
      }
      super.visitLabel(handler);
      List<Object> frame = new ArrayList<>();
      for (int slot = 0; slot < firstSlot; slot++) {
        frame.add(Opcodes.TOP);
      }
      frame.addAll(run.frame());
      super.visitFrame(
          Opcodes.F_NEW,
          frame.size(),
          frame.toArray(),
          1,
          new Object[] {Names.THROWABLE.getInternalName()});
      run.failed(mv);
      super.visitInsn(Opcodes.ATHROW);
    }
    super.visitMaxs(stack, locals); // computed
  }

  // Slots.

  private int moved(int slot) {
    return slot < firstSlot ? slot : slot + run.slots();
  }

  @Override
  public void visitFrame(int type, int count, Object[] locals, int stackCount, Object[] stack) {
    start();
    List<Object> all = new ArrayList<>();
    int slot = 0;
    int at = 0;
    while (slot < firstSlot) {
      Object local = at < count ? locals[at++] : Opcodes.TOP;
      all.add(local);
      slot += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
    }
    all.addAll(run.frame());
    if (at < count) {
      all.add(Opcodes.TOP); // the slot of the moment
    }
    while (at < count) {
      all.add(locals[at++]);
    }
    super.visitFrame(type, all.size(), all.toArray(), stackCount, stack);
  }

  @Override
  public void visitVarInsn(int opcode, int slot) {
    instruction();
    super.visitVarInsn(opcode, moved(slot));
  }

  @Override
  public void visitIincInsn(int slot, int increment) {
    instruction();
    super.visitIincInsn(moved(slot), increment);
  }

  @Override
  public void visitLocalVariable(
      String name,
      String descriptor,
      @Nullable String signature,
      Label from,
      Label until,
      int slot) {
    boolean fromEntry = slot < firstSlot && leading.contains(from);
    super.visitLocalVariable(
        name, descriptor, signature, fromEntry ? entry : from, until, moved(slot));
  }

  @Override
  public @Nullable AnnotationVisitor visitLocalVariableAnnotation(
      int type,
      @Nullable TypePath path,
      Label[] from,
      Label[] until,
      int[] slots,
      String descriptor,
      boolean visible) {
    int[] all = new int[slots.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = moved(slots[i]);
    }
    return super.visitLocalVariableAnnotation(type, path, from, until, all, descriptor, visible);
  }

  // All other instructions.

  @Override
  public void visitIntInsn(int opcode, int operand) {
    instruction();
    super.visitIntInsn(opcode, operand);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    instruction();
    super.visitTypeInsn(opcode, type);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    instruction();
    super.visitFieldInsn(opcode, owner, name, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean ofInterface) {
    instruction();
    super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    instruction();
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
  }

  @Override
  public void visitJumpInsn(int opcode, Label to) {
    instruction();
    super.visitJumpInsn(opcode, to);
  }

  @Override
  public void visitLdcInsn(Object value) {
    instruction();
    super.visitLdcInsn(value);
  }

  @Override
  public void visitTableSwitchInsn(int least, int most, Label otherwise, Label... labels) {
    instruction();
    super.visitTableSwitchInsn(least, most, otherwise, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
    instruction();
    super.visitLookupSwitchInsn(otherwise, keys, labels);
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    instruction();
    super.visitMultiANewArrayInsn(descriptor, dimensions);
  }
}
