package io.clinibus.privacy.erasure;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.platform.privacy.PersonalRecord;
import io.clinibus.privacy.api.ErasuresApi.ErasurePlan;
import io.clinibus.privacy.api.ErasuresApi.Outcome;
import io.clinibus.privacy.api.RetentionApi.RetentionKind;
import io.clinibus.privacy.api.RetentionApi.RetentionPeriod;
import io.clinibus.privacy.erasure.ErasureRules.Found;
import io.clinibus.privacy.erasure.ErasureRules.Retention;
import io.clinibus.privacy.records.PersonalDataRepository;
import io.clinibus.privacy.records.Subject;
import io.clinibus.privacy.retention.RetentionRepository;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Plans and carries out erasures, within a transaction of the caller. */
public final class ErasureWriter {

  /**
   * A plan with what it needs to be carried out.
   *
   * @param retention until when the record is kept
   */
  record Planned(ErasurePlan plan, Subject subject, Retention retention) {}

  /** What domains keep, in the order in which it is erased. */
  private final List<PersonalRecord> records;

  private final PersonalDataRepository data;
  private final RetentionRepository periods;

  public ErasureWriter(PersonalDataRepository data, RetentionRepository periods) {
    this.records = data.records();
    this.data = data;
    this.periods = periods;
  }

  /** The plan for a patient as things are. */
  Future<Planned> plan(SqlClient client, Subject subject) {
    return periods
        .get(client, RetentionKind.PATIENT_RECORD)
        .compose(
            period ->
                treatment(client, subject)
                    .compose(
                        row ->
                            find(client, subject).map(found -> plan(found, row, period, subject))));
  }

  private static Planned plan(
      List<Found> found, Row treatment, RetentionPeriod period, Subject subject) {
    Retention retention =
        Retention.of(
            Rows.instant(treatment, "ended_at"), period.days(), period.source(), subject.now());
    ZoneId zone = ZoneId.of(treatment.getString("zone"));
    return new Planned(ErasureRules.plan(found, retention, zone), subject, retention);
  }

  private static Future<Row> treatment(SqlClient client, Subject subject) {
    return client
        .preparedQuery(
            """
            SELECT c.zone, (SELECT max(t.ended_at) FROM scheduling.last_treatment t
                             WHERE t.patient_id = ANY ($1)) AS ended_at
              FROM scheduling.clinic c
            """)
        .execute(Tuple.of(subject.records().toArray(UUID[]::new)))
        .map(Rows::one);
  }

  private Future<List<Found>> find(SqlClient client, Subject subject) {
    List<Found> found = new ArrayList<>();
    Future<List<Found>> all = Future.succeededFuture(found);
    for (PersonalRecord record : records) {
      all = all.compose(before -> find(client, record, subject)).onSuccess(found::add).map(found);
    }
    return all;
  }

  private Future<Found> find(SqlClient client, PersonalRecord record, Subject subject) {
    return data.count(client, record.select(), subject)
        .compose(
            count ->
                retained(client, record, subject)
                    .compose(
                        retained ->
                            data.number(client, record.obstacles(), subject)
                                .map(
                                    open ->
                                        new Found(
                                            record.name(),
                                            Outcome.valueOf(record.outcome().name()),
                                            count,
                                            retained,
                                            open))));
  }

  private Future<Long> retained(SqlClient client, PersonalRecord record, Subject subject) {
    return record
        .retained()
        .map(select -> data.count(client, select, subject))
        .orElse(Future.succeededFuture(0L));
  }

  /**
   * Sets aside what must be kept, then erases everything.
   *
   * @return the events to publish after commit
   */
  Future<CommittedEvents> erase(SqlClient connection, Planned planned) {
    Future<Void> retained = Future.succeededFuture();
    if (planned.retention().until() != null) {
      for (PersonalRecord record : records) {
        retained =
            retained.compose(
                before ->
                    data.retain(
                        connection,
                        record,
                        planned.subject(),
                        Rows.utc(planned.retention().until())));
      }
    }
    JsonArray events = new JsonArray();
    Future<Void> erased = retained;
    for (PersonalRecord record : records) {
      erased =
          erased
              .compose(before -> data.erase(connection, record, planned.subject()))
              .onSuccess(events::addAll)
              .mapEmpty();
    }
    return erased.map(done -> CommittedEvents.parse(events.encode(), data.events()));
  }
}
