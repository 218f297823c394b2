package io.obs4j.judges;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A value for each setting of lines that a host has, which changes the line of {@linkplain #MESSAGE
 * a telling event}: a setting that is not passed on is seen by a line as it was.
 */
public final class LineSettings {

  /** The event's message, beside the facts that follow. */
  public static final String MESSAGE = "mail to alice@example.org";

  /** A key that is masked unless told otherwise, with a value. */
  public static final String SECRET_KEY = "user.password";

  /** A key of the context that is one of the key-values, too. */
  public static final String TWICE = "customer";

  /** A key of the current baggage. */
  public static final String BAGGAGE = "tenant";

  /** A value that is too long for a line. */
  public static final String LONG = "x".repeat(70_000);

  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("format", "gelf"),
          Map.entry("serviceName", "orders"),
          Map.entry("serviceVersion", "1.4.2"),
          Map.entry("serviceEnvironment", "production"),
          Map.entry("constants", "team=checkout"),
          Map.entry("withoutFields", "ecs.version"),
          Map.entry("renamedFields", "message=msg"),
          Map.entry("cutField", "shortened"),
          Map.entry("nested", "true"),
          Map.entry("collisions", "drop"),
          Map.entry("baggage", BAGGAGE),
          Map.entry("caller", "true"),
          Map.entry("lineLimit", "4096"),
          Map.entry("masking", "none"),
          Map.entry("maskedKeys", TWICE + "=2"),
          Map.entry("maskedPatterns", "email"),
          Map.entry("maskedAs", "hidden"),
          Map.entry("rootCauseFirst", "true"),
          Map.entry("stackHash", "true"),
          Map.entry("stackFrames", "1"),
          Map.entry("stackThrowables", "1"),
          Map.entry("stackBytes", "256"),
          Map.entry("collapsedPackages", "org.junit"),
          Map.entry("keptPackages", "com.acme"));

  private static final Pattern INSTANCE =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private LineSettings() {}

  /**
   * Names of settings with a value each.
   *
   * @return unmodifiable
   */
  public static Map<String, String> values() {
    return VALUES;
  }

  /**
   * The throwable of the event.
   *
   * @return with a cause, and frames of the test
   */
  public static Throwable throwable() {
    return new IllegalStateException("outer", new IllegalArgumentException("inner"));
  }

  /**
   * A line without the random identity of the process's instance, which each encoder makes anew.
   *
   * @param line as it was written
   * @return equal for equal settings
   */
  public static String comparable(String line) {
    return INSTANCE.matcher(line).replaceAll("instance");
  }

  /**
   * Which settings a class takes.
   *
   * @param settings has a public method for each, that returns nothing and takes one value
   * @param prefix of the methods' names, perhaps empty
   * @return their names
   */
  public static Set<String> namesOf(Class<?> settings, String prefix) {
    Set<String> names = new TreeSet<>();
    for (Method method : settings.getDeclaredMethods()) {
      boolean isSetter =
          Modifier.isPublic(method.getModifiers())
              && method.getReturnType() == void.class
              && method.getParameterCount() == 1
              && method.getName().startsWith(prefix);
      if (isSetter) {
        String name = method.getName().substring(prefix.length());
        names.add(Character.toLowerCase(name.charAt(0)) + name.substring(1));
      }
    }
    return names;
  }
}
