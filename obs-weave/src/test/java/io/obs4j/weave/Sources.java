package io.obs4j.weave;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources in memory. */
final class Sources {

  private Sources() {}

  /** What tests are run with, which their runner may hide in the manifest of a jar. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** The class files of sources, which are named by their types. */
  static Map<String, byte[]> compile(int release, Map<String, String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> files = new HashMap<>();
    JavaFileManager memory =
        new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
              @Override
              public OutputStream openOutputStream() {
                ByteArrayOutputStream file = new ByteArrayOutputStream();
                files.put(name, file);
                return file;
              }
            };
          }
        };
    List<SimpleJavaFileObject> units =
        sources.entrySet().stream().map(each -> unit(each.getKey(), each.getValue())).toList();
    List<String> options =
        List.of(
            "-g",
            "-nowarn",
            "-proc:none",
            "--release",
            String.valueOf(release),
            "-cp",
            classPath());
    if (!compiler.getTask(null, memory, null, options, null, units).call()) {
      throw new IllegalArgumentException("does not compile: " + sources);
    }
    Map<String, byte[]> compiled = new HashMap<>();
    files.forEach((name, file) -> compiled.put(name, file.toByteArray()));
    return compiled;
  }

  private static SimpleJavaFileObject unit(String type, String source) {
    return new SimpleJavaFileObject(
        URI.create("mem:///" + type.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
