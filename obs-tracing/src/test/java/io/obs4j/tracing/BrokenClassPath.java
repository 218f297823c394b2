package io.obs4j.tracing;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;

/** Loads a class anew, without another one that it mentions. */
final class BrokenClassPath extends ClassLoader {

  private final String own;
  private final String missing;

  private BrokenClassPath(String own, String missing) {
    super(BrokenClassPath.class.getClassLoader());
    this.own = own;
    this.missing = missing;
  }

  /** An object of a class, made by its constructor without parameters. */
  static Object instance(Class<?> own, Class<?> missing) throws ReflectiveOperationException {
    ClassLoader loader = new BrokenClassPath(own.getName(), missing.getName());
    Constructor<?> constructor = loader.loadClass(own.getName()).getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals(missing)) {
      throw new ClassNotFoundException(name);
    }
    Class<?> loaded = findLoadedClass(name);
    return !name.equals(own) ? super.loadClass(name, resolve) : loaded == null ? define() : loaded;
  }

  private Class<?> define() throws ClassNotFoundException {
    try (InputStream file = getResourceAsStream(own.replace('.', '/') + ".class")) {
      if (file == null) {
        throw new ClassNotFoundException(own);
      }
      byte[] bytes = file.readAllBytes();
      return defineClass(own, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(own, e);
    }
  }
}
