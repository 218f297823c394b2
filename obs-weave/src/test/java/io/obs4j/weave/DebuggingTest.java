package io.obs4j.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What debuggers and stack traces show of a woven class is what was compiled. */
@Timeout(60)
class DebuggingTest {

  /** Lines and variables of each method, as its tables have them, without where they lie. */
  private static Map<String, List<String>> tables(byte[] file) {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    new ClassReader(file)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                List<String> table = new ArrayList<>();
                if (!name.equals("<clinit>") && !name.startsWith("obs4j$")) {
                  tables.put(name + descriptor, table);
                }
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitLineNumber(int line, Label at) {
                    table.add("line " + line);
                  }

                  @Override
                  public void visitLocalVariable(
                      String name, String type, String generic, Label from, Label to, int slot) {
                    table.add(name + ' ' + type + ' ' + generic);
                  }
                };
              }
            },
            0);
    return tables;
  }

  @Test
  void weave_keepsLinesAndVariables() throws Exception {
    Map<String, byte[]> before = Loom.classFiles(Annotated.class, WithDefault.class);

    Map<String, byte[]> after = Loom.weave(before);

    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach(
        (name, file) -> assertThat(tables(after.get(name))).as(name).isEqualTo(tables(file)));
  }

  @Test
  void exception_ofAWovenMethod_hasTheFramesThatItHadBefore() throws Exception {
    var constructor =
        Loom.load(Fixtures.woven()).loadClass(Annotated.class.getName()).getDeclaredConstructor();
    constructor.setAccessible(true);

    List<String> woven = trace((Shapes) constructor.newInstance());

    assertThat(woven).isEqualTo(trace(new Annotated<String>()));
    assertThat(woven.get(0)).startsWith("io.obs4j.weave.Annotated.sneaky(Annotated.java:");
  }

  private static List<String> trace(Shapes shapes) {
    try {
      shapes.sneaky();
      throw new AssertionError("It throws.");
    } catch (IllegalStateException e) {
      List<String> frames = new ArrayList<>();
      for (StackTraceElement frame : e.getStackTrace()) {
        if (frame.getMethodName().equals("trace")) {
          break;
        }
        frames.add(
            new StackTraceElement(
                    frame.getClassName(),
                    frame.getMethodName(),
                    frame.getFileName(),
                    frame.getLineNumber())
                .toString());
      }
      return frames;
    }
  }
}
