package io.clinibus.audit;

import io.clinibus.bus.Operation;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.EncounterNotes.Certainty;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.EntriesApi.ClinicalStatus;
import io.clinibus.records.api.EntriesApi.Condition;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.api.EntriesApi.RecordEntry;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.testing.BusFixture;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Requests for records as a whole, their entries, and what patients restrict. */
final class ChartRequests extends PreparedRequests {

  private static final EntryDetails PROBLEM =
      EntryDetails.of(
          new Condition(
              null, "Asthma", null, null, ClinicalStatus.ACTIVE, Certainty.CONFIRMED, null));

  ChartRequests(BusFixture clinic, Map<Operation<?, ?>, Supplier<Asked>> requests) {
    super(clinic, requests);
    onTreated(ChartApi.GET_CHART, visit -> new ChartApi.GetChart(visit.patientId(), null));
    onTreated(
        ChartApi.LIST_TIMELINE,
        visit -> new ChartApi.ListTimeline(visit.patientId(), null, null, null, null));
    onTreated(
        ChartApi.SEARCH_RECORD,
        visit -> new ChartApi.SearchRecord(visit.patientId(), "asthma", null));
    onTreated(EntriesApi.RECORD_ENTRY, visit -> new RecordEntry(visit.patientId(), PROBLEM));
    onRecorded(
        EntriesApi.CHANGE_ENTRY,
        entry -> new EntriesApi.ChangeEntry(entry.patientId(), entry.id(), 1, PROBLEM));
    onRecorded(
        EntriesApi.STRIKE_ENTRY,
        entry -> new EntriesApi.StrikeEntry(entry.patientId(), entry.id(), 1, "other person"));
    onRecorded(
        EntriesApi.GET_ENTRY_HISTORY,
        entry -> new EntriesApi.GetEntryHistory(entry.patientId(), entry.id(), null));
    onOwn(RestrictionsApi.LIST_RESTRICTIONS, RestrictionsApi.ListRestrictions::new);
    onOwn(RestrictionsApi.RESTRICT_PART, ChartRequests::documents);
    onOwn(
        RestrictionsApi.LIFT_RESTRICTION,
        patient ->
            new RestrictionsApi.LiftRestriction(
                patient,
                clinic
                    .ask(
                        RestrictionsApi.RESTRICT_PART,
                        documents(patient),
                        clinic.asPatient(patient))
                    .id()));
  }

  private void onRecorded(Operation<?, ?> operation, Function<Entry, Record> request) {
    onTreated(
        operation,
        visit ->
            request.apply(
                clinic.ask(
                    EntriesApi.RECORD_ENTRY,
                    new RecordEntry(visit.patientId(), PROBLEM),
                    clinic.asDoctor(visit.doctorId()))));
  }

  private static RestrictPart documents(UUID patient) {
    return new RestrictPart(patient, RestrictedPart.DOCUMENTS, null, "PHOTO");
  }
}
