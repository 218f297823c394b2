package io.obs4j.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may know which. */
@AnalyzeClasses(packages = "io.obs4j", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String CORE = "io.obs4j.core..";
  private static final String ANNOTATIONS = "io.obs4j.annotation..";
  private static final String OPERATIONS = "io.obs4j.operation..";
  private static final String METRICS = "io.obs4j.metrics..";
  private static final String LOGGING = "io.obs4j.logging..";
  private static final String TRACING = "io.obs4j.tracing..";
  private static final String CONTEXT = "io.obs4j.context..";
  private static final String HTTP = "io.obs4j.http..";
  private static final String JDBC = "io.obs4j.jdbc..";
  private static final String SERVLET = "io.obs4j.servlet..";
  private static final String KAFKA = "io.obs4j.kafka..";
  private static final String WEAVING = "io.obs4j.weave..";
  private static final String MICROMETER = "io.obs4j.micrometer..";
  private static final String SPRING = "io.obs4j.spring..";
  private static final String EXPORTERS = "io.obs4j.export..";

  private static final String SLF4J = "io.obs4j.slf4j..";
  private static final String LOGBACK = "io.obs4j.logback..";
  private static final String LOG4J = "io.obs4j.log4j2..";

  private static final DescribedPredicate<JavaClass> FACADE = resideInAPackage("io.obs4j");

  /** Whatever is not ours is left to the module descriptors, which name it. */
  private static DescribedPredicate<JavaClass> ofOursOutside(String... packages) {
    return resideInAPackage("io.obs4j..").and(DescribedPredicate.not(resideInAnyPackage(packages)));
  }

  private static ArchRule knowsOnly(String module, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = module;
    System.arraycopy(others, 0, allowed, 1, others.length);
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat(ofOursOutside(allowed))
        .allowEmptyShould(true);
  }

  @ArchTest static final ArchRule core_knowsNobody = knowsOnly(CORE);

  @ArchTest static final ArchRule annotations_knowNobody = knowsOnly(ANNOTATIONS);

  @ArchTest static final ArchRule operations_knowOnlyTheCore = knowsOnly(OPERATIONS, CORE);

  @ArchTest static final ArchRule metrics_knowOnlyTheCore = knowsOnly(METRICS, CORE);

  @ArchTest static final ArchRule logging_knowsOnlyTheCore = knowsOnly(LOGGING, CORE);

  @ArchTest static final ArchRule tracing_knowsOnlyTheCore = knowsOnly(TRACING, CORE);

  @ArchTest static final ArchRule context_knowsOnlyTheCore = knowsOnly(CONTEXT, CORE);

  @ArchTest
  static final ArchRule exporters_knowOnlyTheCoreAndNotEachOther =
      slices()
          .matching("io.obs4j.export.(*)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest static final ArchRule exporters_knowOnlyTheCore = knowsOnly(EXPORTERS, CORE);

  @ArchTest static final ArchRule slf4jProvider_knowsLoggingAlone = knowsOnly(SLF4J, LOGGING, CORE);

  @ArchTest
  static final ArchRule adapters_areLeaves =
      noClasses()
          .that()
          .resideOutsideOfPackage(SLF4J)
          .should()
          .dependOnClassesThat(resideInAPackage(SLF4J));

  @ArchTest
  static final ArchRule adapters_areKnownByNobody =
      noClasses()
          .that(ofOursOutside(HTTP, KAFKA, SERVLET, JDBC, MICROMETER, WEAVING, SPRING))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(HTTP, KAFKA, SERVLET, JDBC, MICROMETER, WEAVING, SPRING))
          .allowEmptyShould(true);

  /** What observes the requests of a server of any kind knows none but the JDK's. */
  @ArchTest
  static final ArchRule http_knowsNoAdapter =
      noClasses()
          .that()
          .resideInAPackage(HTTP)
          .should()
          .dependOnClassesThat(resideInAPackage(SERVLET));

  @ArchTest
  static final ArchRule micrometer_knowsTheEngineAlone = knowsOnly(MICROMETER, METRICS, CORE);

  @ArchTest
  static final ArchRule weaving_knowsWhatItsCodeCallsAlone =
      knowsOnly(WEAVING, OPERATIONS, ANNOTATIONS);

  @ArchTest static final ArchRule logback_knowsLoggingAlone = knowsOnly(LOGBACK, LOGGING, CORE);

  @ArchTest static final ArchRule log4j_knowsLoggingAlone = knowsOnly(LOG4J, LOGGING, CORE);

  /** But for a starter, which puts leaves together. */
  @ArchTest
  static final ArchRule logHosts_areLeaves =
      noClasses()
          .that()
          .resideOutsideOfPackages(LOGBACK, LOG4J, SPRING)
          .should()
          .dependOnClassesThat(resideInAnyPackage(LOGBACK, LOG4J));

  @ArchTest
  static final ArchRule facade_knowsTheSignalsAndNoExporter =
      noClasses().that(FACADE).should().dependOnClassesThat(resideInAPackage(EXPORTERS));

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("io.obs4j.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule internals_areSharedByTheCoreAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage(CORE)
          .should()
          .resideInAPackage("..internal..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule names_sayWhatAClassIs =
      noClasses().should().haveNameMatching(".*(Impl|Utils?|Manager|Base|Helper)");

  @ArchTest
  static final ArchRule classes_areFinalAbstractOrSealed =
      classes()
          .that()
          .areTopLevelClasses()
          .and()
          .areNotInterfaces()
          .and()
          .doNotHaveModifier(JavaModifier.ABSTRACT)
          .and(DescribedPredicate.describe("are not sealed", type -> !type.reflect().isSealed()))
          .should()
          .haveModifier(JavaModifier.FINAL);
}
