package io.obs4j.weave;

import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Writes a method without the annotations of others, so that nobody acts on them a second time. */
sealed class AnnotationFilter extends MethodVisitor permits MethodWeaver {

  AnnotationFilter(MethodVisitor to) {
    super(OpenedClassReader.ASM_API, to);
  }

  @Override
  public final @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    return Dialect.isForeign(descriptor) ? null : super.visitAnnotation(descriptor, visible);
  }

  @Override
  public final @Nullable AnnotationVisitor visitParameterAnnotation(
      int parameter, String descriptor, boolean visible) {
    return Dialect.isForeign(descriptor)
        ? null
        : super.visitParameterAnnotation(parameter, descriptor, visible);
  }
}
