package io.obs4j.weave;

import java.io.IOException;
import java.util.List;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassTooLargeException;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Weaves a class before it is woven: whether it fits into a class file is known when it is written,
 * which is too late to name the method.
 */
final class Trial {

  private Trial() {}

  /** Refuses what gets too large. */
  static void run(
      TypeDescription type, List<WovenMethod> methods, ClassFileLocator files, Refusals refusals) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    try {
      OpenedClassReader.of(files.locate(type.getName()).resolve())
          .accept(new ClassWeaver(writer, type, methods), ClassReader.EXPAND_FRAMES);
      writer.toByteArray();
    } catch (MethodTooLargeException e) {
      refuse(e, type, methods, refusals);
    } catch (ClassTooLargeException e) {
      refusals.add(
          "gets " + e.getConstantPoolCount() + " constants, but a class has 65,535; split it");
    } catch (IOException | IllegalStateException e) {
      // Its class file is nowhere but with Byte Buddy.
    }
  }

  private static void refuse(
      MethodTooLargeException tooLarge,
      TypeDescription type,
      List<WovenMethod> methods,
      Refusals refusals) {
    String what = "gets " + tooLarge.getCodeSize() + " bytes long, but a method has 65,535; ";
    for (int i = 0; i < methods.size(); i++) {
      if (tooLarge.getMethodName().equals(OperationField.of(type, i).name())) {
        refusals.add(methods.get(i).method(), "has a declaration that " + what + "remove labels");
        return;
      }
    }
    refusals.add(
        tooLarge.getMethodName(),
        tooLarge.getDescriptor(),
        what
            + (tooLarge.getMethodName().equals(ClassWeaver.INITIALIZER)
                ? "move constants or annotated methods into another class"
                : "split it, or annotate a method that calls it"));
  }
}
