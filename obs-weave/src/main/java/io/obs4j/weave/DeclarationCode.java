package io.obs4j.weave;

import io.obs4j.operation.OperationBuilder;
import io.obs4j.operation.Operations;
import io.opentelemetry.api.trace.SpanKind;
import java.lang.invoke.LambdaMetafactory;
import java.util.Map;
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

  private static final Handle METAFACTORY =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          Type.getInternalName(LambdaMetafactory.class),
          "metafactory",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
              + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
              + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
          false);

  private final MethodVisitor to;

  private DeclarationCode(MethodVisitor to) {
    this.to = to;
  }

  /** Leaves the operation on the stack. */
  static void write(MethodVisitor to, OperationPlan plan) {
    new DeclarationCode(to).write(plan);
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
      to.visitLdcInsn(Type.getType(plan.completion().getDescriptor()));
      set("returns", Type.getType(Class.class));
    }
    Names.call(to, Names.BUILDER, "create", Names.OPERATION);
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
    String owner = accessor.type().getInternalName();
    boolean ofInterface = accessor.type().isInterface();
    Type given = Type.getObjectType(owner);
    to.visitInvokeDynamicInsn(
        "value",
        Type.getMethodDescriptor(Names.ACCESSOR),
        METAFACTORY,
        Type.getMethodType(Names.OBJECT, Names.OBJECT),
        new Handle(
            ofInterface ? Opcodes.H_INVOKEINTERFACE : Opcodes.H_INVOKEVIRTUAL,
            owner,
            accessor.method().getInternalName(),
            accessor.method().getDescriptor(),
            ofInterface),
        Type.getMethodType(Names.OBJECT, given));
    set(method, Names.STRING, Names.ACCESSOR);
  }

  private void set(String method, Type... parameters) {
    Names.call(to, Names.BUILDER, method, Names.BUILDER, parameters);
  }
}
