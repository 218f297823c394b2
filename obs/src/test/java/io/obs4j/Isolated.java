package io.obs4j;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs a class in a class loader that knows nothing of this one, and forgets both. */
public final class Isolated {

  private Isolated() {}

  public static WeakReference<ClassLoader> run(Class<? extends Runnable> type) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry :
        System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      Class<?> isolated = loader.loadClass(type.getName());
      if (isolated == type) {
        throw new IllegalStateException(type + " is not isolated");
      }
      ((Runnable) isolated.getConstructor().newInstance()).run();
      return new WeakReference<>(loader);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
