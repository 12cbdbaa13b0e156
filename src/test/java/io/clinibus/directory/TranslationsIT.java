package io.clinibus.directory;

import static io.clinibus.testing.DomainFixture.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.Department;
import io.clinibus.directory.api.DirectoryApi.DepartmentDetails;
import io.clinibus.directory.api.DirectoryApi.UpdateDepartment;
import io.clinibus.directory.api.TranslationsApi;
import io.clinibus.directory.api.TranslationsApi.ClinicText;
import io.clinibus.directory.api.TranslationsApi.ClinicTextKind;
import io.clinibus.directory.api.TranslationsApi.LanguageText;
import io.clinibus.directory.api.TranslationsApi.ListClinicTexts;
import io.clinibus.directory.api.TranslationsApi.ListTranslations;
import io.clinibus.directory.api.TranslationsApi.SetTranslation;
import io.clinibus.directory.api.TranslationsApi.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The clinic's texts in other languages. */
class TranslationsIT extends DirectoryFixture {

  @Test
  void aTextIsTranslatedOnceForAllItsUses() {
    Department nerves = department("Nerve medicine", "For nerves of all kinds", null);
    doctor("Nina", "Nerv", nerves, "Nerve medicine");
    ClinicText name = text("Nerve medicine");
    assertThat(name.kind()).isEqualTo(ClinicTextKind.DEPARTMENT);
    assertThat(name.translations()).isEmpty();
    assertThat(text("For nerves of all kinds").kind()).isEqualTo(ClinicTextKind.DESCRIPTION);

    set(name.id(), Language.de, "  Nervenheilkunde ");
    set(name.id(), Language.es, "Medicina de los nervios");
    set(name.id(), Language.de, "Neurologie");

    assertThat(text("Nerve medicine").translations())
        .containsExactly(
            new LanguageText(Language.de, "Neurologie"),
            new LanguageText(Language.es, "Medicina de los nervios"));
    assertThat(translations(Language.de)).contains(new Translation("Nerve medicine", "Neurologie"));
    assertThat(translations(Language.en))
        .extracting(Translation::text)
        .doesNotContain("Nerve medicine");

    set(name.id(), Language.de, " ");
    assertThat(text("Nerve medicine").translations())
        .extracting(LanguageText::language)
        .containsExactly(Language.es);
  }

  @Test
  void aChangedTextHasNoTranslationYet() {
    Department old = department("Old wing", null, null);
    set(text("Old wing").id(), Language.de, "Altbau");
    domain.ask(
        DirectoryApi.UPDATE_DEPARTMENT,
        new UpdateDepartment(old.id(), 1, new DepartmentDetails("New wing", null, null)),
        ADMIN);
    assertThat(text("New wing").translations()).isEmpty();
  }

  @Test
  void onlyTextsInUseAreTranslated() {
    for (String translation : List.of("Nichts", "")) {
      assertThat(
              domain
                  .refusal(
                      TranslationsApi.SET_TRANSLATION,
                      new SetTranslation(UUID.randomUUID(), Language.de, translation),
                      ADMIN)
                  .code())
          .isEqualTo(CommonFailures.NOT_FOUND);
    }
  }

  @Test
  void pagesAreInOrderOfKindAndText() {
    doctor("Paul", "Page", department("Paging B", "A described one", null), "Paging c");
    department("paging a", null, null);
    assertThat(texts(1)).doesNotHaveDuplicates().containsExactlyElementsOf(texts(200));
    assertThat(texts(200))
        .extracting(ClinicText::text)
        .containsSubsequence("paging a", "Paging B", "Paging c", "A described one");
    for (String name : List.of("paging a", "Paging B", "Paging c")) {
      set(text(name).id(), Language.es, name + " traducida");
    }
    assertThat(translations(Language.es))
        .extracting(Translation::translation)
        .containsSubsequence("paging a traducida", "Paging B traducida", "Paging c traducida");
  }

  @Test
  void textsAboutTheClinicAreTranslatedToo() {
    domain.sql(
        "UPDATE scheduling.policy SET address = $1, opening_hours = $2, imprint = $3",
        "Quay 1\nGermany",
        "Monday 08:00–12:00",
        "A clinic of this test");
    assertThat(texts(ClinicTextKind.CONTACT, 2))
        .extracting(ClinicText::text)
        .containsExactly("A clinic of this test", "Monday 08:00–12:00", "Quay 1\nGermany");
    set(text("Quay 1\nGermany").id(), Language.de, "Quay 1\nDeutschland");
    assertThat(translations(Language.de))
        .contains(new Translation("Quay 1\nGermany", "Quay 1\nDeutschland"));
    assertThat(domain.sql("SELECT FROM directory.clinic_text WHERE rank > 5").size())
        .as("kinds that the release before does not know, where it reads")
        .isZero();
  }

  private static void set(UUID textId, Language language, String translation) {
    domain.ask(
        TranslationsApi.SET_TRANSLATION, new SetTranslation(textId, language, translation), ADMIN);
  }

  private static ClinicText text(String text) {
    return texts(200).stream().filter(one -> one.text().equals(text)).findAny().orElseThrow();
  }

  private static List<ClinicText> texts(int limit) {
    return texts(null, limit);
  }

  private static List<ClinicText> texts(ClinicTextKind kind, int limit) {
    List<ClinicText> all = new ArrayList<>();
    String cursor = null;
    do {
      var page =
          domain.ask(
              TranslationsApi.LIST_CLINIC_TEXTS, new ListClinicTexts(kind, limit, cursor), ADMIN);
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  private static List<Translation> translations(Language language) {
    List<Translation> all = new ArrayList<>();
    String cursor = null;
    do {
      var page =
          domain.ask(
              TranslationsApi.LIST_TRANSLATIONS,
              new ListTranslations(language, 2, cursor),
              visitor());
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }
}
