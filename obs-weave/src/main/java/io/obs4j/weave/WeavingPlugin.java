package io.obs4j.weave;

import java.io.IOException;
import java.util.List;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;

/**
 * The plugin of Byte Buddy that weaves annotated methods, found by {@code byte-buddy-maven-plugin}
 * when it is given this library, and named in Gradle's {@code byteBuddy} block.
 *
 * <p>It acts on the annotations of {@code io.obs4j.annotation} by the rules that stand with {@link
 * io.obs4j.annotation.Observed}, and on those of OpenTelemetry and Micrometer. What it writes needs
 * {@code obs-core} and nothing else. A method that is woven is marked with {@link
 * io.obs4j.annotation.Woven} and left alone the next time. What cannot be woven fails the build,
 * with file, line, method and remedy.
 *
 * <p>Safe for use by several threads.
 */
public final class WeavingPlugin implements Plugin {

  private static final String CORE = "io.obs4j.operation.Operations";

  private final SharedNames names = new SharedNames();

  /** A plugin, for one run over the classes of a project. */
  public WeavingPlugin() {}

  /** {@inheritDoc} */
  @Override
  public boolean matches(TypeDescription type) {
    return TypeReader.isWorthReading(type);
  }

  /**
   * {@inheritDoc}
   *
   * @throws WeavingException if something in the class cannot be woven
   */
  @Override
  public DynamicType.Builder<?> apply(
      DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator files) {
    Refusals refusals = new Refusals(type, files);
    List<WovenMethod> methods = TypeReader.read(type, refusals);
    if (!methods.isEmpty()) {
      requireCore(files, refusals);
    }
    names.claim(methods, refusals);
    if (refusals.isEmpty()) {
      Trial.run(type, methods, files, refusals);
    }
    refusals.throwIfAny();
    return builder.visit(wrapper(methods));
  }

  /** The annotations of others compile without what woven classes need. */
  private static void requireCore(ClassFileLocator files, Refusals refusals) {
    boolean found;
    try {
      found = files.locate(CORE).isResolved();
    } catch (IOException e) {
      found = false;
    }
    if (!found) {
      refusals.add(
          "has methods to weave, but what they need is not on the class path of the compiler; add"
              + " the dependency io.obs4j:obs-core");
    }
  }

  private static AsmVisitorWrapper wrapper(List<WovenMethod> methods) {
    return new WeavingWrapper(methods);
  }

  /** {@inheritDoc} */
  @Override
  public void close() {
    // Nothing is held.
  }
}
