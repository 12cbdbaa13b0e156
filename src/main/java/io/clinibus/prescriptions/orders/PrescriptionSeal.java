package io.clinibus.prescriptions.orders;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.Role;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.platform.sealing.UnreadableSeal;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.dosage.DosageSentence;
import io.clinibus.prescriptions.dosage.DosageTerms;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Seals and opens what prescriptions say, by the keys of their patients. */
public final class PrescriptionSeal {

  private static final String CONTENT = "prescriptions.prescription.content";
  private static final String END_REASON = "prescriptions.prescription.end_reason";

  private final PatientKeys keys;
  private final PartOpeners openers;

  public PrescriptionSeal(PatientKeys keys, PartOpeners openers) {
    this.keys = keys;
    this.openers = openers;
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

  /** Fails with {@link UnreadableSeal} if it was damaged. */
  Future<PrescriptionContent> content(StoredPrescription stored) {
    return keys.ofRecord(stored.patientId(), stored.sealedFor()).map(key -> content(stored, key));
  }

  /** Fails with {@link UnreadableSeal} if one was damaged. */
  Future<?> requireReadable(List<StoredPrescription> stored) {
    return Future.all(stored.stream().map(this::content).toList());
  }

  /** Fails with {@link UnreadableSeal} if it was damaged. */
  Future<Prescription> open(StoredPrescription stored, Language language, Caller caller) {
    return keys.ofRecord(stored.patientId(), stored.sealedFor())
        .map(
            key ->
                shown(
                    stored,
                    Optional.of(content(stored, key)),
                    Optional.ofNullable(endReason(stored, key)),
                    language,
                    caller));
  }

  /** Those of one patient; what was damaged of them is stated. */
  Future<List<Prescription>> open(
      UUID patientId, List<StoredPrescription> stored, Language language, Caller caller) {
    return openers.open(
        patientId,
        stored.stream().map(StoredPrescription::sealedFor),
        caller,
        parts ->
            Future.succeededFuture(
                stored.stream()
                    .map(
                        one ->
                            shown(
                                one, content(one, parts), endReason(one, parts), language, caller))
                    .toList()));
  }

  private static Prescription shown(
      StoredPrescription stored,
      Optional<PrescriptionContent> opened,
      Optional<String> endReason,
      Language language,
      Caller caller) {
    PrescriptionContent content = opened.orElse(PrescriptionContent.NONE);
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
        opened.map(one -> terms.form(one.medication().form())).orElse(null),
        content.dosage(),
        opened.map(one -> DosageSentence.of(one.dosage(), spoken)).orElse(null),
        content.quantity(),
        opened.map(one -> terms.amount(one.quantity(), one.dosage().unit())).orElse(null),
        content.reason(),
        opened.map(PrescriptionContent::substitution).orElse(null),
        content.substitutionNote(),
        stored.repeats(),
        stored.validUntil(),
        stored.renews(),
        local(stored.createdAt(), stored.zone()),
        local(stored.signedAt(), stored.zone()),
        local(stored.endedAt(), stored.zone()),
        endReason.orElse(null),
        isStatedAsRestricted(stored, caller) ? true : null,
        opened.isEmpty() ? true : null,
        stored.endReason() != null && endReason.isEmpty() ? true : null,
        stored.version());
  }

  /** Other doctors see it in an emergency only; pharmacists in any case, without a notice. */
  private static boolean isStatedAsRestricted(StoredPrescription stored, Caller caller) {
    return stored.restricted()
        && !caller.isDoctor(stored.doctorId())
        && !caller.has(Role.PHARMACIST);
  }

  private static PrescriptionContent content(StoredPrescription stored, PatientKey key) {
    return SealedJson.open(
        key, contentPlace(stored), stored.content().bytes(), PrescriptionContent.class);
  }

  private static Optional<PrescriptionContent> content(
      StoredPrescription stored, PartOpener parts) {
    return parts.open(
        contentPlace(stored),
        stored.sealedFor(),
        stored.content().bytes(),
        PrescriptionContent.class);
  }

  private static SealedPlace contentPlace(StoredPrescription stored) {
    return new SealedPlace(CONTENT, stored.id(), stored.content().version());
  }

  private static String endReason(StoredPrescription stored, PatientKey key) {
    return stored.endReason() == null
        ? null
        : key.openText(endPlace(stored), stored.endReason().bytes());
  }

  private static Optional<String> endReason(StoredPrescription stored, PartOpener parts) {
    return stored.endReason() == null
        ? Optional.empty()
        : parts.openText(endPlace(stored), stored.sealedFor(), stored.endReason().bytes());
  }

  private static SealedPlace endPlace(StoredPrescription stored) {
    return new SealedPlace(END_REASON, stored.id(), stored.endReason().version());
  }

  static OffsetDateTime local(Instant instant, ZoneId zone) {
    return instant == null ? null : instant.atZone(zone).toOffsetDateTime();
  }
}
