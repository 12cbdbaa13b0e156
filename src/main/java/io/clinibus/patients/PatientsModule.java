package io.clinibus.patients;

import io.clinibus.patients.api.AccountInvitationsApi;
import io.clinibus.patients.api.DuplicatesApi;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.FamilyApi;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.patients.api.RecordRulesApi;
import io.clinibus.patients.api.RepresentationsApi;
import io.clinibus.patients.emergency.EmergencyTopics;
import io.clinibus.patients.family.DemoRelative;
import io.clinibus.patients.family.FamilyTopics;
import io.clinibus.patients.records.PatientsPersonalData;
import io.clinibus.platform.Module;
import io.clinibus.platform.jobs.RetentionJob.Rule;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.mail.MailTemplate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Describes the patients domain. */
public final class PatientsModule {

  private static final String LINKS =
      """
      DELETE FROM patients.%1$s WHERE id IN (
        SELECT id FROM patients.%1$s WHERE expires_at < $1
        ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private static final List<LiveTopic<?, ?>> TOPICS =
      Stream.concat(EmergencyTopics.ALL.stream(), FamilyTopics.ALL.stream()).toList();

  public static final Module MODULE =
      Module.of("patients", PatientsVerticle::new)
          .withApis(
              AccountInvitationsApi.class,
              DuplicatesApi.class,
              EmergencyAccessApi.class,
              FamilyApi.class,
              PatientChangesApi.class,
              PatientMergesApi.class,
              PatientsApi.class,
              ProposalsApi.class,
              RecordRulesApi.class,
              RepresentationsApi.class)
          .withFailures(PatientsFailures.class)
          .withTopics(TOPICS)
          .withMails(
              List.of(
                  MailTemplate.of("RECORD_OPENED", "/privacy"),
                  MailTemplate.of("EMERGENCY_REVIEW", "/admin/emergency-access"),
                  MailTemplate.of("REPRESENTATION_BEGUN", "/me/family"),
                  MailTemplate.of("REPRESENTED", "/me/family"),
                  MailTemplate.of("REPRESENTATION_LIMITED", "/me/family"),
                  MailTemplate.of("REPRESENTED_UNTIL", "/me/family"),
                  MailTemplate.of("REPRESENTATION_STOPPED", "/me/family"),
                  MailTemplate.of("NOT_REPRESENTED", "/me/family"),
                  MailTemplate.of("MAJORITY_AHEAD", "/me/family"),
                  MailTemplate.of("OF_AGE_AHEAD", "/me/family"),
                  MailTemplate.of("EMERGENCY_REMINDER", "/admin/emergency-access"),
                  MailTemplate.of("REPRESENTATION_ENDED", "/me/family"),
                  MailTemplate.of("OF_AGE", "/appointments")))
          .withRetention(
              List.of(
                  new Rule(LINKS.formatted("email_confirmation"), Duration.ZERO),
                  new Rule(LINKS.formatted("account_invitation"), Duration.ZERO)))
          .withPersonalData(PatientsPersonalData.ALL)
          .withDemo((connection, now, keys) -> DemoRelative.write(connection, now));

  private PatientsModule() {}
}
