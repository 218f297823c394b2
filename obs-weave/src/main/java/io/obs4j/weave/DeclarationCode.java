package io.obs4j.weave;

import io.obs4j.operation.OperationBuilder;
import io.obs4j.operation.Operations;
import io.opentelemetry.api.trace.SpanKind;
import java.lang.invoke.LambdaMetafactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Writes the declaration of an operation: the same calls, in the same order, that a person would
 * write. {@link #check} makes them here and now, so that no class fails when it is initialized.
 */
final class DeclarationCode {

  /** Of the methods that are added: nobody else calls them. */
  static final int STATIC = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private static final Handle METAFACTORY =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          Type.getInternalName(LambdaMetafactory.class),
          "metafactory",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
              + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
              + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
          false);

  private final ClassVisitor type;
  private final OperationField field;
  private final MethodVisitor to;
  private final List<AccessorCode> accessors = new ArrayList<>();

  private DeclarationCode(ClassVisitor type, OperationField field) {
    this.type = type;
    this.field = field;
    to = type.visitMethod(STATIC, field.name(), OperationField.DECLARES, null, null);
  }

  /** Adds the method that declares the operation of a field, and those that its labels call. */
  static void write(ClassVisitor to, OperationField field, OperationPlan plan) {
    new DeclarationCode(to, field).write(plan);
  }

  /**
   * Declares the operation, without making it.
   *
   * @throws IllegalArgumentException if it cannot be declared so
   */
  static void check(OperationPlan plan) {
    OperationBuilder builder = Operations.operation(plan.name());
    if (plan.timer() != null) {
      builder.timed(plan.timer());
    }
    if (plan.counter() != null) {
      builder.counted(plan.counter());
    }
    if (plan.span() != null) {
      builder.traced(plan.span().name());
    }
    plan.constants().forEach(builder::constant);
    plan.arguments().forEach(label -> builder.label(label.key()));
    plan.results().forEach(label -> builder.resultLabel(label.key()));
  }

  private void write(OperationPlan plan) {
    to.visitCode();
    to.visitLdcInsn(plan.name());
    to.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Names.OPERATIONS.getInternalName(),
        "operation",
        Type.getMethodDescriptor(Names.BUILDER, Names.STRING),
        false);
    aspect("timed", plan.timer(), plan.name() + ".duration");
    aspect("counted", plan.counter(), plan.name() + ".calls");
    OperationPlan.SpanPlan span = plan.span();
    aspect("traced", span == null ? null : span.name(), plan.name());
    if (span != null && span.kind() != SpanKind.INTERNAL) {
      Type kind = Type.getType(SpanKind.class);
      to.visitFieldInsn(
          Opcodes.GETSTATIC, kind.getInternalName(), span.kind().name(), kind.getDescriptor());
      set("kind", kind);
    }
    if (span != null && span.newTrace()) {
      to.visitInsn(Opcodes.ICONST_1);
      set("newTrace", Type.BOOLEAN_TYPE);
    }
    for (Map.Entry<String, String> constant : plan.constants().entrySet()) {
      to.visitLdcInsn(constant.getKey());
      to.visitLdcInsn(constant.getValue());
      set("constant", Names.STRING, Names.STRING);
    }
    for (OperationPlan.FromParameter label : plan.arguments()) {
      label("label", label.key(), label.accessor());
    }
    for (OperationPlan.FromResult label : plan.results()) {
      label("resultLabel", label.key(), label.accessor());
    }
    if (plan.completion() != null) {
      to.visitLdcInsn(plan.completion().getName()); // a class of it might not be there
      set("returns", Names.STRING);
    }
    Names.call(to, Names.BUILDER, "create", Names.OPERATION);
    to.visitInsn(Opcodes.ARETURN);
    to.visitMaxs(0, 0); // computed
    to.visitEnd();
    for (AccessorCode accessor : accessors) {
      accessor.write(type);
    }
  }

  private void aspect(String method, @Nullable String name, String usual) {
    if (name == null) {
      to.visitInsn(Opcodes.ICONST_0);
      set(method, Type.BOOLEAN_TYPE);
    } else if (!name.equals(usual)) {
      to.visitLdcInsn(name);
      set(method, Names.STRING);
    }
  }

  private void label(String method, String key, OperationPlan.@Nullable Accessor accessor) {
    to.visitLdcInsn(key);
    if (accessor == null) {
      set(method, Names.STRING);
      return;
    }
    AccessorCode code = new AccessorCode(field.name() + '$' + accessors.size(), accessor);
    accessors.add(code);
    Type any = Type.getMethodType(AccessorCode.DESCRIPTOR);
    to.visitInvokeDynamicInsn(
        "value",
        Type.getMethodDescriptor(Names.ACCESSOR),
        METAFACTORY,
        any,
        new Handle(
            Opcodes.H_INVOKESTATIC,
            field.owner(),
            code.name(),
            AccessorCode.DESCRIPTOR,
            field.ofInterface()),
        any);
    set(method, Names.STRING, Names.ACCESSOR);
  }

  private void set(String method, Type... parameters) {
    Names.call(to, Names.BUILDER, method, Names.BUILDER, parameters);
  }
}
