package io.obs4j.weave;

import java.util.List;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Writes a class with its methods woven: each has an operation in a static field, which is declared
 * before anything else in the class is initialized. Its bridges lose the annotations that the
 * compiler copied to them.
 */
final class ClassWeaver extends ClassVisitor {

  /** The static initializer. */
  static final String INITIALIZER = "<clinit>";

  private final TypeDescription type;
  private final List<WovenMethod> methods;
  private boolean initialized;

  ClassWeaver(ClassVisitor to, TypeDescription type, List<WovenMethod> methods) {
    super(OpenedClassReader.ASM_API, to);
    this.type = type;
    this.methods = methods;
    initialized = methods.isEmpty(); // or need not be
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    return !methods.isEmpty() && Dialect.isForeign(descriptor)
        ? null
        : super.visitAnnotation(descriptor, visible);
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor to = super.visitMethod(access, name, descriptor, signature, exceptions);
    if (name.equals(INITIALIZER)) {
      initialized = true;
      return new Initializer(to);
    }
    for (int i = 0; i < methods.size(); i++) {
      WovenMethod method = methods.get(i);
      if (method.is(name, descriptor)) {
        return new MethodWeaver(to, method, RunCode.of(method, field(i)));
      }
    }
    return (access & Opcodes.ACC_BRIDGE) == 0 ? to : new AnnotationFilter(to);
  }

  @Override
  public void visitEnd() {
    if (!initialized) {
      MethodVisitor initializer =
          new Initializer(
              super.visitMethod(
                  Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, INITIALIZER, "()V", null, null));
      initializer.visitCode();
      initializer.visitInsn(Opcodes.RETURN);
      initializer.visitMaxs(0, 0); // computed
      initializer.visitEnd();
    }
    for (int i = 0; i < methods.size(); i++) {
      field(i).write(cv);
      DeclarationCode.write(cv, field(i), methods.get(i).plan());
    }
    super.visitEnd();
  }

  private OperationField field(int index) {
    return OperationField.of(type, index);
  }

  /** Declares the operations, then goes on with what the class does itself. */
  private final class Initializer extends MethodVisitor {

    Initializer(MethodVisitor to) {
      super(OpenedClassReader.ASM_API, to);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      for (int i = 0; i < methods.size(); i++) {
        field(i).put(mv);
      }
    }
  }
}
