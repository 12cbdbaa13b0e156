package io.clinibus.directory.api;

import io.clinibus.bus.Language;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.util.List;
import java.util.UUID;

/**
 * The clinic's own texts in other languages. A text is translated once, wherever it is used; a
 * changed text has no translation yet.
 */
public final class TranslationsApi {

  /** What pages need to show the clinic's texts in a language. */
  public static final Operation<ListTranslations, TranslationPage> LIST_TRANSLATIONS =
      Operation.query("directory.listTranslations", ListTranslations.class, TranslationPage.class)
          .notAudited("what everyone may see");

  /** The texts in use, with their translations. */
  public static final Operation<ListClinicTexts, ClinicTextPage> LIST_CLINIC_TEXTS =
      Operation.query("directory.listClinicTexts", ListClinicTexts.class, ClinicTextPage.class)
          .notAudited("no patient");

  public static final Operation<SetTranslation, NoContent> SET_TRANSLATION =
      Operation.command("directory.setTranslation", SetTranslation.class, NoContent.class)
          .audited(AuditKind.CONFIGURATION)
          .about(SetTranslation::textId);

  public record ListTranslations(Language language, Integer limit, String cursor) {}

  public record Translation(String text, String translation) {}

  public record TranslationPage(List<Translation> items, String next) {}

  /**
   * @param kind null for texts of all kinds
   */
  public record ListClinicTexts(ClinicTextKind kind, Integer limit, String cursor) {}

  /** What a text is; one with several uses is the first of these. */
  public enum ClinicTextKind {
    DEPARTMENT,
    SPECIALTY,
    DESCRIPTION,
    VISIT_TYPE,
    INSTRUCTION,
    QUESTION,
    CONTACT
  }

  public record LanguageText(Language language, String text) {}

  /**
   * @param id of this wording
   * @param text as departments, doctors, types of visits and the clinic's contact have it
   */
  public record ClinicText(
      UUID id, ClinicTextKind kind, String text, List<LanguageText> translations) {}

  public record ClinicTextPage(List<ClinicText> items, String next) {}

  /**
   * @param translation blank to remove it
   */
  public record SetTranslation(UUID textId, Language language, String translation) {}

  private TranslationsApi() {}
}
