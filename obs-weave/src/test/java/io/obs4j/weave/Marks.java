package io.obs4j.weave;

import io.obs4j.annotation.Woven;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** Which methods of a class are woven. */
final class Marks {

  private Marks() {}

  static List<String> of(Class<?> type) {
    List<String> woven = new ArrayList<>();
    for (Method method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Woven.class)) {
        woven.add(method.getName());
      }
    }
    return woven;
  }
}
