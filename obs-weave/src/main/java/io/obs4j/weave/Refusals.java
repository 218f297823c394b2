package io.obs4j.weave;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** What in one class cannot be woven. */
final class Refusals {

  private final TypeDescription type;
  private final ClassFileLocator files;
  private final List<String> lines = new ArrayList<>();
  private @Nullable Source source;

  Refusals(TypeDescription type, ClassFileLocator files) {
    this.type = type;
    this.files = files;
  }

  /**
   * Refuses a method.
   *
   * @param what goes on after the method's name, and says the remedy
   */
  void add(MethodDescription method, String what) {
    add(method.getInternalName(), Signatures.descriptor(method), what);
  }

  /**
   * Refuses a method.
   *
   * @param name as the class file has it
   * @param descriptor as the class file has it
   * @param what goes on after the method's name, and says the remedy
   */
  void add(String name, String descriptor, String what) {
    Source at = source();
    Integer line = at.lines.get(name + descriptor);
    lines.add(
        at.file
            + (line == null ? "" : ":" + line)
            + ": "
            + displayName(type)
            + '.'
            + name
            + Signatures.parameters(descriptor)
            + ' '
            + what);
  }

  /** Refuses the class itself. */
  void add(String what) {
    lines.add(source().file + ": " + displayName(type) + ' ' + what);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /**
   * Fails the build, if there is anything.
   *
   * @throws WeavingException with a line for each
   */
  void throwIfAny() {
    if (!lines.isEmpty()) {
      throw new WeavingException(
          "cannot be woven:\n  " + String.join("\n  ", lines) + "\nSee docs/weaving.md.");
    }
  }

  /** The name of a class without its package. */
  static String displayName(TypeDescription type) {
    String name = type.getName();
    return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
  }

  private Source source() {
    Source known = source;
    if (known == null) {
      known = new Source(type);
      try {
        OpenedClassReader.of(files.locate(type.getName()).resolve())
            .accept(known, ClassReader.SKIP_FRAMES);
      } catch (IOException | IllegalStateException | IllegalArgumentException e) {
        // It stays at the name of the class.
      }
      source = known;
    }
    return known;
  }

  /** Where methods begin. */
  private static final class Source extends ClassVisitor {

    private final Map<String, Integer> lines = new HashMap<>();
    private final String folder;
    private String file;

    Source(TypeDescription type) {
      super(OpenedClassReader.ASM_API);
      String name = type.getInternalName();
      folder = name.substring(0, name.lastIndexOf('/') + 1);
      file = name;
    }

    @Override
    public void visitSource(@Nullable String name, @Nullable String debug) {
      if (name != null) {
        file = folder + name;
      }
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(OpenedClassReader.ASM_API) {
        @Override
        public void visitLineNumber(int line, Label start) {
          lines.putIfAbsent(name + descriptor, line);
        }
      };
    }
  }
}
