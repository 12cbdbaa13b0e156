package io.clinibus.prescriptions.orders;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.Role;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.dosage.DosageSentence;
import io.clinibus.prescriptions.dosage.DosageTerms;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Seals and opens what prescriptions say, by the keys of their patients. */
public final class PrescriptionSeal {

  private static final String CONTENT = "prescriptions.prescription.content";
  private static final String END_REASON = "prescriptions.prescription.end_reason";

  private final PatientKeys keys;

  public PrescriptionSeal(PatientKeys keys) {
    this.keys = keys;
  }

  /**
   * @param version the version that the row has with this content
   */
  Future<byte[]> content(UUID patientId, UUID id, long version, PrescriptionContent content) {
    return keys.of(patientId)
        .map(key -> SealedJson.seal(key, new SealedPlace(CONTENT, id, version), content));
  }

  /**
   * @param version the version that the row has with this reason
   */
  Future<byte[]> endReason(UUID patientId, UUID id, long version, String reason) {
    return keys.of(patientId)
        .map(key -> key.seal(new SealedPlace(END_REASON, id, version), reason));
  }

  Future<PrescriptionContent> content(StoredPrescription stored) {
    return keys.ofRecord(stored.patientId(), stored.sealedFor()).map(key -> content(stored, key));
  }

  Future<Prescription> open(StoredPrescription stored, Language language, Caller caller) {
    return keys.ofRecord(stored.patientId(), stored.sealedFor())
        .map(key -> opened(stored, key, language, caller));
  }

  /** Those of one patient. */
  Future<List<Prescription>> open(
      UUID patientId, Collection<StoredPrescription> stored, Language language, Caller caller) {
    return keys.ofRecord(
            patientId,
            stored.stream().map(StoredPrescription::sealedFor).collect(Collectors.toSet()))
        .map(
            found ->
                stored.stream()
                    .map(one -> opened(one, found.get(one.sealedFor()), language, caller))
                    .toList());
  }

  private static Prescription opened(
      StoredPrescription stored, PatientKey key, Language language, Caller caller) {
    PrescriptionContent content = content(stored, key);
    Language spoken = language == null ? Language.en : language;
    DosageTerms terms = DosageTerms.of(spoken);
    return new Prescription(
        stored.id(),
        stored.patientId(),
        stored.doctorId(),
        stored.doctorName(),
        stored.encounterId(),
        stored.status(),
        content.medication(),
        terms.form(content.medication().form()),
        content.dosage(),
        DosageSentence.of(content.dosage(), spoken),
        content.quantity(),
        terms.amount(content.quantity(), content.dosage().unit()),
        content.reason(),
        content.substitution(),
        content.substitutionNote(),
        stored.repeats(),
        stored.validUntil(),
        stored.renews(),
        local(stored.createdAt(), stored.zone()),
        local(stored.signedAt(), stored.zone()),
        local(stored.endedAt(), stored.zone()),
        endReason(stored, key),
        isStatedAsRestricted(stored, caller) ? true : null,
        stored.version());
  }

  /** Other doctors see it in an emergency only; pharmacists in any case, and are not told. */
  private static boolean isStatedAsRestricted(StoredPrescription stored, Caller caller) {
    return stored.restricted()
        && !caller.isDoctor(stored.doctorId())
        && !caller.has(Role.PHARMACIST);
  }

  private static PrescriptionContent content(StoredPrescription stored, PatientKey key) {
    var place = new SealedPlace(CONTENT, stored.id(), stored.content().version());
    return SealedJson.open(key, place, stored.content().bytes(), PrescriptionContent.class);
  }

  private static String endReason(StoredPrescription stored, PatientKey key) {
    return stored.endReason() == null
        ? null
        : key.openText(
            new SealedPlace(END_REASON, stored.id(), stored.endReason().version()),
            stored.endReason().bytes());
  }

  static OffsetDateTime local(Instant instant, ZoneId zone) {
    return instant == null ? null : instant.atZone(zone).toOffsetDateTime();
  }
}
