package io.clinibus;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;

/** The walls between the parts of a node. */
@AnalyzeClasses(packages = "io.clinibus", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final List<String> DOMAINS =
      List.of("identity", "directory", "patients", "scheduling", "reports", "mailbox");
  private static final List<String> SQL_OWNERS =
      List.of("Repository", "Rows", "Statements", "Edits", "Search", "Numbers", "Verticle");
  private static final String[] DOMAIN_PACKAGES =
      DOMAINS.stream().map(ArchitectureTest::in).toArray(String[]::new);

  @ArchTest
  static final ArchRule domainsKnowEachOtherByTheirApisOnly =
      CompositeArchRule.of(
          DOMAINS.stream()
              .map(
                  domain ->
                      (ArchRule)
                          noClasses()
                              .that()
                              .resideInAPackage(in(domain))
                              .should()
                              .dependOnClassesThat(innardsOfDomainsBut(domain)))
              .toList());

  @ArchTest
  static final ArchRule theWebKnowsDomainsByTheirApisOnly =
      noClasses()
          .that()
          .resideInAPackage(in("web"))
          .should()
          .dependOnClassesThat(innardsOfDomainsBut("none"));

  @ArchTest
  static final ArchRule domainsDoNotKnowTheWeb =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN_PACKAGES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(in("web"), "io.vertx.ext.web..");

  @ArchTest
  static final ArchRule theBusKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage(in("bus"))
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.clinibus..")
                  .and(DescribedPredicate.not(resideInAPackage(in("bus")))));

  @ArchTest
  static final ArchRule thePlatformKnowsNoDomain =
      noClasses()
          .that()
          .resideInAPackage(in("platform"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(domainsAnd(in("web")));

  @ArchTest
  static final ArchRule sqlLivesInRepositories =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN_PACKAGES)
          .and(DescribedPredicate.not(ownsSql()))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..");

  @ArchTest
  static final ArchRule apisAreRecordsAndConstants =
      classes()
          .that()
          .haveSimpleNameEndingWith("Api")
          .and()
          .resideInAnyPackage(DOMAIN_PACKAGES)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", in("bus"), "com.fasterxml.jackson.annotation..")
                  .or(simpleNameEndingWith("Api"))
                  .or(membersOfApis()));

  private static String in(String part) {
    return "io.clinibus." + part + "..";
  }

  private static String[] domainsAnd(String other) {
    String[] all = java.util.Arrays.copyOf(DOMAIN_PACKAGES, DOMAIN_PACKAGES.length + 1);
    all[DOMAIN_PACKAGES.length] = other;
    return all;
  }

  private static DescribedPredicate<JavaClass> innardsOfDomainsBut(String domain) {
    return resideInAnyPackage(DOMAIN_PACKAGES)
        .and(DescribedPredicate.not(resideInAPackage(in(domain))))
        .and(DescribedPredicate.not(simpleNameEndingWith("Api")))
        .and(DescribedPredicate.not(membersOfApis()))
        .as("the innards of other domains");
  }

  /** Records nested in an API class, and the enums of its own package that they speak of. */
  private static DescribedPredicate<JavaClass> membersOfApis() {
    return DescribedPredicate.describe(
        "members of an API",
        type ->
            type.getEnclosingClass()
                    .filter(outer -> outer.getSimpleName().endsWith("Api"))
                    .isPresent()
                || (type.isEnum() && resideInAnyPackage(DOMAIN_PACKAGES).test(type)));
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
