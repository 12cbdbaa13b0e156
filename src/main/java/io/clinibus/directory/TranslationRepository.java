package io.clinibus.directory;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.failure.Failure;
import io.clinibus.directory.api.TranslationsApi.ClinicText;
import io.clinibus.directory.api.TranslationsApi.ClinicTextKind;
import io.clinibus.directory.api.TranslationsApi.ClinicTextPage;
import io.clinibus.directory.api.TranslationsApi.LanguageText;
import io.clinibus.directory.api.TranslationsApi.Translation;
import io.clinibus.directory.api.TranslationsApi.TranslationPage;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.UUID;

/** Translations of the clinic's texts in PostgreSQL. */
final class TranslationRepository {

  private final Pool pool;

  TranslationRepository(Pool pool) {
    this.pool = pool;
  }

  Future<TranslationPage> list(Language language, Cursor after, int limit) {
    Sql sql =
        Sql.of(
            "SELECT id, sort_name, text, translation FROM directory.translation WHERE language = ?",
            language.name());
    return Keyset.NAME
        .page(sql, after, limit)
        .execute(pool)
        .map(
            rows ->
                Keyset.NAME.read(
                    rows, limit, TranslationRepository::translation, TranslationPage::new));
  }

  /**
   * @param kind null for all kinds
   */
  Future<ClinicTextPage> texts(ClinicTextKind kind, Cursor after, int limit) {
    Integer rank = kind == null ? null : kind.ordinal();
    Sql sql =
        Sql.of(
            """
            SELECT used.*, (
              SELECT coalesce(jsonb_agg(jsonb_build_object('language', t.language, 'text', t.translation)
                                        ORDER BY t.language), '[]')
              FROM directory.translation AS t WHERE t.id = used.id) AS translations
            FROM directory.translatable_text AS used WHERE coalesce(used.rank = ?::integer, true)
            """,
            rank);
    return Keyset.RANKED
        .page(sql, after, limit)
        .execute(pool)
        .map(
            rows ->
                Keyset.RANKED.read(
                    rows, limit, TranslationRepository::clinicText, ClinicTextPage::new));
  }

  Future<Void> put(UUID textId, Language language, String translation, Caller caller) {
    return changed(
        Sql.of(
            """
            INSERT INTO directory.translation (id, language, text, translation)
            SELECT used.id, ?, used.text, ? FROM directory.translatable_text AS used WHERE used.id = ?
            ON CONFLICT (id, language) DO UPDATE SET translation = excluded.translation
            RETURNING id
            """,
            language.name(),
            translation,
            textId),
        caller);
  }

  Future<Void> remove(UUID textId, Language language, Caller caller) {
    return changed(
        Sql.of(
            """
            WITH removed AS (
              DELETE FROM directory.translation WHERE id = ? AND language = ?)
            SELECT used.id FROM directory.translatable_text AS used WHERE used.id = ?
            """,
            textId,
            language.name(),
            textId),
        caller);
  }

  /**
   * @param sql returns a row if the text is in use
   */
  private Future<Void> changed(Sql sql, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            sql.execute(connection)
                .map(
                    rows -> {
                      if (rows.size() == 0) {
                        throw Failure.notFound("text");
                      }
                      return null;
                    }));
  }

  private static Translation translation(Row row) {
    return new Translation(row.getString("text"), row.getString("translation"));
  }

  private static ClinicText clinicText(Row row) {
    JsonArray translations = row.getJsonArray("translations");
    return new ClinicText(
        row.getUUID("id"),
        ClinicTextKind.values()[row.getInteger("rank")],
        row.getString("text"),
        translations.stream()
            .map(JsonObject.class::cast)
            .map(
                one ->
                    new LanguageText(
                        Language.valueOf(one.getString("language")), one.getString("text")))
            .toList());
  }
}
