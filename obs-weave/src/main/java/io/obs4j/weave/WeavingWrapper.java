package io.obs4j.weave;

import java.util.List;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.pool.TypePool;

/** Puts a {@link ClassWeaver} between Byte Buddy's reader and writer. */
final class WeavingWrapper extends AsmVisitorWrapper.AbstractBase {

  private final List<WovenMethod> methods;

  WeavingWrapper(List<WovenMethod> methods) {
    this.methods = methods;
  }

  @Override
  public int mergeReader(int flags) {
    return flags | ClassReader.EXPAND_FRAMES;
  }

  @Override
  public int mergeWriter(int flags) {
    return flags | ClassWriter.COMPUTE_MAXS;
  }

  @Override
  public ClassVisitor wrap(
      TypeDescription type,
      ClassVisitor to,
      Implementation.Context context,
      TypePool pool,
      FieldList<FieldDescription.InDefinedShape> fields,
      MethodList<?> allMethods,
      int writerFlags,
      int readerFlags) {
    return new ClassWeaver(to, type, methods);
  }
}
