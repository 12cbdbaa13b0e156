package io.clinibus;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import io.clinibus.node.Modules;
import io.clinibus.platform.Module;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The walls between the parts of a node. */
@AnalyzeClasses(packages = "io.clinibus", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final List<String> DOMAINS =
      Stream.concat(Modules.ALL.list().stream().map(Module::name), Stream.of("mailbox")).toList();

  /** What is divided into sub-packages; its root package holds what puts them together. */
  private static final List<String> DIVIDED =
      List.of("scheduling", "identity", "web", "web.live", "platform", "demo");

  private static final int MOST_FILES = 15;
  private static final List<String> SQL_OWNERS =
      List.of("Repository", "Rows", "Statements", "Writer", "Search", "Numbers", "Verticle");
  private static final String[] DOMAIN_PACKAGES =
      DOMAINS.stream().map(ArchitectureTest::in).toArray(String[]::new);

  /** The list of modules and the demo data know more of a domain than its API. */
  @ArchTest
  static final ArchRule onlyTheApiOfADomainIsUsedOutsideIt =
      CompositeArchRule.of(
          DOMAINS.stream()
              .map(
                  domain ->
                      (ArchRule)
                          noClasses()
                              .that()
                              .resideOutsideOfPackages(in(domain), in("node"), in("demo"))
                              .should()
                              .dependOnClassesThat(
                                  resideInAPackage(in(domain))
                                      .and(not(resideInAPackage(in(domain + ".api"))))))
              .toList());

  @ArchTest
  static final ArchRule subPackagesHaveNoCycles =
      CompositeArchRule.of(
          DIVIDED.stream()
              .map(
                  part ->
                      (ArchRule)
                          slices()
                              .matching("io.clinibus." + part + ".(*)..")
                              .should()
                              .beFreeOfCycles())
              .toList());

  @ArchTest
  static final ArchRule subPackagesDoNotKnowWhatPutsThemTogether =
      CompositeArchRule.of(
          Stream.of("scheduling", "identity", "web", "demo")
              .map(
                  part ->
                      (ArchRule)
                          noClasses()
                              .that()
                              .resideInAPackage("io.clinibus." + part + ".*..")
                              .should()
                              .dependOnClassesThat()
                              .resideInAPackage("io.clinibus." + part))
              .toList());

  @ArchTest
  static void packagesAreSmall(JavaClasses classes) {
    Map<String, Set<String>> files =
        classes.stream()
            .filter(type -> resideInAnyPackage(smallPackages()).test(type))
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName,
                    Collectors.mapping(
                        type -> topLevel(type).getSimpleName(), Collectors.toSet())));
    assertThat(files).hasSizeGreaterThan(DOMAINS.size());
    assertThat(files).allSatisfy((name, in) -> assertThat(in).hasSizeLessThanOrEqualTo(MOST_FILES));
  }

  @ArchTest
  static final ArchRule domainsDoNotKnowTheWeb =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN_PACKAGES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(in("web"), "io.vertx.ext.web..");

  @ArchTest
  static final ArchRule theBusDependsOnNoDomain =
      noClasses()
          .that()
          .resideInAPackage(in("bus"))
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.clinibus..").and(not(resideInAPackage(in("bus")))));

  @ArchTest
  static final ArchRule thePlatformKnowsNoDomain =
      noClasses()
          .that()
          .resideInAPackage(in("platform"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(domainsAnd("web"));

  @ArchTest
  static final ArchRule sqlLivesInRepositories =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN_PACKAGES)
          .and(not(ownsSql()))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..");

  @ArchTest
  static final ArchRule apisAreRecordsAndConstants =
      classes()
          .that()
          .resideInAPackage("io.clinibus.*.api")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", in("bus"), "io.clinibus.*.api", "com.fasterxml.jackson.annotation..");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsTheNode =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.clinibus", in("cli"), in("node"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(in("node"));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.clinibus.(*)..").should().beFreeOfCycles();

  private static String in(String part) {
    return "io.clinibus." + part + "..";
  }

  private static String[] domainsAnd(String... others) {
    return Stream.concat(
            Arrays.stream(DOMAIN_PACKAGES), Arrays.stream(others).map(ArchitectureTest::in))
        .toArray(String[]::new);
  }

  private static String[] smallPackages() {
    return domainsAnd("web", "platform", "bus", "cluster", "node", "embedded", "demo");
  }

  /** Repositories and what they are made of; verticles hand the pool over. */
  private static DescribedPredicate<JavaClass> ownsSql() {
    return DescribedPredicate.describe(
        "owns SQL",
        type -> {
          String name = topLevel(type).getSimpleName();
          return SQL_OWNERS.stream().anyMatch(name::endsWith);
        });
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
  }
}
