package io.obs4j.weave;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.build.EntryPoint;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.inline.MethodNameTransformer;

/** Weaves classes as the Maven plugin does, and loads what comes out. */
final class Loom {

  private Loom() {}

  /** The class files of classes that are on the class path, and of those within them. */
  static Map<String, byte[]> classFiles(Class<?>... types) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    for (Class<?> type : types) {
      for (Class<?> each : type.getNestHost().getNestMembers()) {
        if (each.getName().startsWith(type.getName())) {
          files.put(each.getName(), ClassFileLocator.ForClassLoader.read(each));
        }
      }
    }
    return files;
  }

  /** All of these class files, as a build leaves them. */
  static Map<String, byte[]> weave(Map<String, byte[]> files) throws IOException {
    return weave(files, ClassFileLocator.ForClassLoader.of(Loom.class.getClassLoader()));
  }

  /** The same where the compiler does not find the classes of a package. */
  static Map<String, byte[]> weaveWithout(String absent, Map<String, byte[]> files)
      throws IOException {
    return weave(
        files,
        new ClassFileLocator.Filtering(
            name -> !name.startsWith(absent),
            ClassFileLocator.ForClassLoader.of(Loom.class.getClassLoader())));
  }

  private static Map<String, byte[]> weave(Map<String, byte[]> files, ClassFileLocator others)
      throws IOException {
    Plugin.Engine.Source source = new Plugin.Engine.Source.InMemory(named(files));
    Plugin.Engine.Target.InMemory target = new Plugin.Engine.Target.InMemory();
    try (ClassFileLocator locator =
        new ClassFileLocator.Compound(new ClassFileLocator.Simple(files), others)) {
      Plugin.Engine.Default.of(
              EntryPoint.Default.REBASE,
              ClassFileVersion.JAVA_V17,
              MethodNameTransformer.Suffixing.withRandomSuffix())
          .with(locator)
          .withErrorHandlers(
              Plugin.Engine.ErrorHandler.Enforcing.ALL_TYPES_RESOLVED,
              Plugin.Engine.ErrorHandler.Enforcing.NO_LIVE_INITIALIZERS,
              Plugin.Engine.ErrorHandler.Failing.FAIL_FAST)
          .apply(source, target, new Plugin.Factory.Simple(new WeavingPlugin()));
    }
    return target.toTypeMap();
  }

  private static Map<String, byte[]> named(Map<String, byte[]> files) {
    Map<String, byte[]> named = new HashMap<>();
    files.forEach((name, file) -> named.put(name.replace('.', '/') + ".class", file));
    return named;
  }

  /** A class and those within it, woven, in a loader of their own. */
  static Class<?> weave(Class<?> type) throws IOException, ClassNotFoundException {
    return load(weave(classFiles(type))).loadClass(type.getName());
  }

  /** A loader that has these classes, and asks the tests' own for all others. */
  static ClassLoader load(Map<String, byte[]> files) {
    return load(files, Loom.class.getClassLoader());
  }

  /** A loader that has these classes, and asks another one for all others. */
  static ClassLoader load(Map<String, byte[]> files, ClassLoader others) {
    return new ClassLoader(others) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
          Class<?> known = findLoadedClass(name);
          byte[] file = files.get(name);
          if (known == null && file != null) {
            return defineClass(name, file, 0, file.length);
          }
          return known == null ? super.loadClass(name, resolve) : known;
        }
      }
    };
  }
}
