package io.clinibus.records;

import io.clinibus.platform.Module;
import io.clinibus.platform.jobs.RetentionJob.Rule;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.CodesApi;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.NoteSnippetsApi;
import io.clinibus.records.api.NoteTemplatesApi;
import io.clinibus.records.api.RecordsEvents;
import io.clinibus.records.api.RecordsFailures;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.UnsignedNotesApi;
import io.clinibus.records.codes.DemoCodes;
import io.clinibus.records.demo.DemoRecords;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Describes the records domain. */
public final class RecordsModule {

  private static final String EDITORS =
      """
      DELETE FROM records.encounter_editor WHERE id IN (
        SELECT id FROM records.encounter_editor WHERE seen_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  public static final Module MODULE =
      Module.of("records", RecordsVerticle::new)
          .withApis(
              ChartApi.class,
              CodesApi.class,
              EncountersApi.class,
              EntriesApi.class,
              NoteSnippetsApi.class,
              NoteTemplatesApi.class,
              RecordsEvents.class,
              RestrictionsApi.class,
              UnsignedNotesApi.class)
          .withFailures(RecordsFailures.class)
          .withTopics(RecordsTopics.ALL)
          .withRetention(List.of(new Rule(EDITORS, Duration.ofHours(1))))
          .withPersonalData(RecordsPersonalData.ALL)
          .withAccess(RecordsAccess.ALL)
          .withDemo(RecordsModule::writeDemo);

  private RecordsModule() {}

  private static void writeDemo(Connection connection, Instant now, Map<UUID, PatientKey> keys)
      throws SQLException {
    DemoCodes.write(connection, now);
    DemoRecords.write(connection, keys);
  }
}
