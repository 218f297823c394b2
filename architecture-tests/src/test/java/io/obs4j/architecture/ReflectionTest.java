package io.obs4j.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Who looks classes, members and resources up by name, and that nobody else does: what is looked up
 * so has to be told to GraalVM, see {@link NativeImageMetadataTest}.
 */
@AnalyzeClasses(packages = "io.obs4j", importOptions = DoNotIncludeTests.class)
class ReflectionTest {

  /**
   * Proxies of interfaces of users are made by reflection, of which docs/small-runtimes.md tells.
   */
  private static final String PROXIES = "io.obs4j.proxy..";

  /** Spring looks at beans by reflection; images of its applications are not supported. */
  private static final String SPRING = "io.obs4j.spring..";

  /** Runs while a project is built. */
  private static final String WEAVING = "io.obs4j.weave..";

  /** Each with what it looks up. Inner classes count as their outer ones. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "io.obs4j.core.LibraryVersion", "the resource with the version",
          "io.obs4j.metrics.OtelTypes", "whether there is OpenTelemetry's incubator",
          "io.obs4j.logging.LoggedFacts", "whether AttributeKey has valueKey",
          "io.obs4j.logging.format.ThrowableText", "who wrote toString; not in a native image",
          "io.obs4j.tracing.Headers", "who wrote getAll; where it is not found, get is called",
          "io.obs4j.http.ClientLifecycle", "methods of HttpClient since 21",
          "io.obs4j.kafka.ObsProducerInterceptor",
              "acknowledgements with headers, since Kafka 4.1");

  private static final Set<String> OF_CLASSES =
      Set.of(
          "forName",
          "newInstance",
          "getMethod",
          "getMethods",
          "getDeclaredMethod",
          "getDeclaredMethods",
          "getField",
          "getFields",
          "getDeclaredField",
          "getDeclaredFields",
          "getConstructor",
          "getConstructors",
          "getDeclaredConstructor",
          "getDeclaredConstructors",
          "getDeclaredClasses",
          "getRecordComponents",
          "getResource",
          "getResourceAsStream");

  /** Elements of arrays need nothing, nor do the constants that {@code findVarHandle} is given. */
  private static boolean looksUp(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getName();
    if (owner.isEquivalentTo(Class.class)) {
      return OF_CLASSES.contains(name);
    }
    if (owner.isAssignableTo(ClassLoader.class)) {
      return name.equals("loadClass") || name.startsWith("getResource") || name.equals("resources");
    }
    if (owner.isEquivalentTo(MethodHandles.Lookup.class)) {
      return !name.equals("findVarHandle");
    }
    return owner.getPackageName().equals("java.lang.reflect") && !owner.isEquivalentTo(Array.class);
  }

  private static final DescribedPredicate<JavaAccess<?>> LOOKS_UP =
      describe("look up by name", ReflectionTest::looksUp);

  private static String outermost(JavaClass type) {
    String name = type.getName();
    int inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }

  private static final ArchRule NOBODY_ELSE_LOOKS_UP =
      noClasses()
          .that(describe("are not allowed to", type -> !ALLOWED.containsKey(outermost(type))))
          .and(DescribedPredicate.not(resideInAnyPackage(PROXIES, SPRING, WEAVING)))
          .should()
          .accessTargetWhere(LOOKS_UP);

  @ArchTest static final ArchRule reflection_isForThoseWhoAreAllowed = NOBODY_ELSE_LOOKS_UP;

  @ArchTest
  static final ArchRule nativeCode_isCalledByNobody =
      noClasses()
          .should()
          .dependOnClassesThat(resideInAnyPackage("java.lang.foreign..", "sun.misc.."));

  /** Who looks up, and who does not. */
  static final class Planted {

    int field;

    static Class<?> byName(String name) throws ClassNotFoundException {
      return Class.forName(name);
    }

    static Method method(Class<?> type) throws NoSuchMethodException {
      return type.getMethod("planted");
    }

    static MethodHandle handle(Class<?> type) throws ReflectiveOperationException {
      return MethodHandles.lookup().findStatic(type, "planted", MethodType.methodType(void.class));
    }

    static VarHandle constants() throws ReflectiveOperationException {
      return MethodHandles.lookup().findVarHandle(Planted.class, "field", int.class);
    }

    static int length(Object array) {
      return Array.getLength(array);
    }
  }

  @Test
  void rule_ofPlantedLookUps_findsThem() {
    List<String> found =
        NOBODY_ELSE_LOOKS_UP
            .evaluate(new ClassFileImporter().importClasses(Planted.class))
            .getFailureReport()
            .getDetails();

    assertThat(found)
        .anyMatch(fault -> fault.contains("Planted.byName("))
        .anyMatch(fault -> fault.contains("Planted.method("))
        .anyMatch(fault -> fault.contains("Planted.handle("))
        .noneMatch(fault -> fault.contains("Planted.constants("))
        .noneMatch(fault -> fault.contains("Planted.length("));
  }

  @ArchTest
  static void allowed_areClassesThatLookUp(JavaClasses classes) {
    Set<String> lookingUp = new TreeSet<>();
    for (JavaClass type : classes) {
      if (type.getAccessesFromSelf().stream().anyMatch(ReflectionTest::looksUp)) {
        lookingUp.add(outermost(type));
      }
    }

    assertThat(lookingUp).containsAll(ALLOWED.keySet());
  }
}
