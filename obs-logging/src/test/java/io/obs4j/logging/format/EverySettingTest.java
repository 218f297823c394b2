package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.judges.LineSettings;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a program can say of its lines, the file of a host can, or there is a reason. */
class EverySettingTest {

  /** By which setting a host says what a builder is told. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("LineFormat.nested", "nested"),
          Map.entry("LineFormat.collisions", "collisions"),
          Map.entry("LineFormat.lineLimit", "lineLimit"),
          Map.entry("LineFormat.cutField", "cutField"),
          Map.entry("LineFormat.caller", "caller"),
          Map.entry("LineFormat.baggage", "baggage"),
          Map.entry("LineFormat.masking", "masking"),
          Map.entry("LineFormat.stackTraces", "stackFrames"),
          Map.entry("LineFormat.ecs", "format"),
          Map.entry("LineFormat.logstash", "format"),
          Map.entry("LineFormat.gelf", "format"),
          Map.entry("LineFormat.googleCloud", "format"),
          Map.entry("LineFormat.openTelemetry", "format"),
          Map.entry("Fields.constant", "constants"),
          Map.entry("Fields.without", "withoutFields"),
          Map.entry("Fields.rename", "renamedFields"),
          Map.entry("Masking.standard", "masking"),
          Map.entry("Masking.keys", "maskedKeys"),
          Map.entry("Masking.keysKeepingLast", "maskedKeys"),
          Map.entry("Masking.pattern", "maskedPatterns"),
          Map.entry("Masking.replacement", "maskedAs"),
          Map.entry("SecretPattern.authorization", "maskedPatterns"),
          Map.entry("SecretPattern.urlPassword", "maskedPatterns"),
          Map.entry("SecretPattern.jwt", "maskedPatterns"),
          Map.entry("SecretPattern.accessKey", "maskedPatterns"),
          Map.entry("SecretPattern.paymentCard", "maskedPatterns"),
          Map.entry("SecretPattern.email", "maskedPatterns"),
          Map.entry("SecretPattern.iban", "maskedPatterns"),
          Map.entry("SecretPattern.keepingLast", "maskedPatterns"),
          Map.entry("StackTraces.rootCauseFirst", "rootCauseFirst"),
          Map.entry("StackTraces.hash", "stackHash"),
          Map.entry("StackTraces.frames", "stackFrames"),
          Map.entry("StackTraces.throwables", "stackThrowables"),
          Map.entry("StackTraces.bytes", "stackBytes"),
          Map.entry("StackTraces.collapse", "collapsedPackages"),
          Map.entry("StackTraces.keepOnly", "keptPackages"));

  /** What only a program says, and why. */
  private static final Map<String, String> EXCEPTIONS =
      Map.ofEntries(
          Map.entry("LineFormat.objects", "is a function"),
          Map.entry("LineFormat.fields", "is what the methods of Fields are called in"),
          Map.entry("LineFormat.fromEnvironment", "the file of the host takes its place"),
          Map.entry("Fields.field", "shapes a format of one's own"),
          Map.entry("Fields.resource", "shapes a format of one's own"),
          Map.entry("Fields.object", "shapes a format of one's own"),
          Map.entry("Fields.spread", "shapes a format of one's own"),
          Map.entry("SecretPattern.of", "an expression has commas, and literals beside it"),
          Map.entry("SecretPattern.assignment", "takes a list of its own; standard has it"));

  private static void addChoices(Set<String> choices, Class<?> type, String prefix) {
    List<Class<?>> described = List.of(type, LineFormat.class, SecretPattern.class);
    for (Method method : type.getDeclaredMethods()) {
      boolean isChoice =
          Modifier.isPublic(method.getModifiers())
              && described.contains(method.getReturnType())
              && !method.getName().equals("build");
      if (isChoice) {
        choices.add(prefix + '.' + method.getName());
      }
    }
  }

  private static Set<String> choices() {
    Set<String> choices = new TreeSet<>();
    addChoices(choices, LineFormat.class, "LineFormat");
    addChoices(choices, LineFormat.Builder.class, "LineFormat");
    addChoices(choices, Fields.class, "Fields");
    addChoices(choices, Masking.Builder.class, "Masking");
    addChoices(choices, SecretPattern.class, "SecretPattern");
    addChoices(choices, StackTraces.Builder.class, "StackTraces");
    return choices;
  }

  @Test
  void everyChoiceOfTheBuilders_isASettingOrAnException() {
    Set<String> known = new TreeSet<>(SETTINGS.keySet());
    known.addAll(EXCEPTIONS.keySet());

    assertThat(choices()).isEqualTo(known);
    assertThat(LineSettings.namesOf(FormatSettings.class, "")).containsAll(SETTINGS.values());
  }

  @Test
  void everySetting_isTriedWithAValue() {
    Set<String> tried = new TreeSet<>(LineSettings.values().keySet());
    tried.removeIf(name -> name.startsWith("service"));

    assertThat(LineSettings.namesOf(FormatSettings.class, "")).isEqualTo(tried);
  }

  static Set<String> names() {
    return LineSettings.namesOf(FormatSettings.class, "");
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySetting_changesTheLine(String name) throws ReflectiveOperationException {
    FormatSettings settings = settings();
    set(settings, name, LineSettings.values().get(name));
    TestEvent event = event();

    assertThat(line(settings(), event)).isEqualTo(line(settings(), event));
    assertThat(line(settings, event)).isNotEqualTo(line(settings(), event));
    assertThat(settings.faults()).isEmpty();
  }

  private static void set(FormatSettings settings, String name, String value)
      throws ReflectiveOperationException {
    for (Method method : FormatSettings.class.getDeclaredMethods()) {
      if (method.getName().equals(name) && Modifier.isPublic(method.getModifiers())) {
        Class<?> type = method.getParameterTypes()[0];
        if (type == int.class) {
          method.invoke(settings, Integer.parseInt(value));
        } else if (type == boolean.class) {
          method.invoke(settings, Boolean.parseBoolean(value));
        } else {
          method.invoke(settings, value);
        }
      }
    }
  }

  private static FormatSettings settings() {
    return new FormatSettings();
  }

  private static TestEvent event() {
    TestEvent event =
        new TestEvent(LineSettings.MESSAGE)
            .context(Map.of(LineSettings.TWICE, "alice"))
            .keyValue(LineSettings.SECRET_KEY, "hunter2")
            .keyValue(LineSettings.TWICE, "robert")
            .keyValue("long", LineSettings.LONG);
    event.baggage.put(LineSettings.BAGGAGE, "acme");
    event.throwable = LineSettings.throwable();
    event.caller = event.throwable.getStackTrace()[0];
    return event;
  }

  private static String line(FormatSettings settings, TestEvent event) {
    ByteSink out = new ByteSink(16);
    settings.encoder().encode(event, out);
    return LineSettings.comparable(out.toString());
  }
}
