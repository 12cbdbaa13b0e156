package io.clinibus.patients.stored;

import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.UUID;

/** What is sealed of a row of patients.proposal that is about the medical history. */
public final class ProposalSeal {

  public static final String COLUMN = "patients.proposal.sealed";

  private ProposalSeal() {}

  /**
   * @param note of the one who decided, or null
   */
  public record Content(MedicalHistory proposed, String note) {

    @Override
    public String toString() {
      return "Content[…]";
    }
  }

  /**
   * @param key of the patient for whom the row was made
   * @throws io.clinibus.platform.sealing.UnreadableSeal if it was damaged
   */
  public static Content open(UUID id, long version, Buffer sealed, PatientKey key) {
    return SealedJson.open(key, place(id, version), sealed.getBytes(), Content.class);
  }

  /**
   * @param madeFor the patient for whom the row was made
   * @return empty if it was damaged
   */
  public static Optional<Content> open(
      UUID id, long version, Buffer sealed, UUID madeFor, PartOpener parts) {
    return parts.open(place(id, version), madeFor, sealed.getBytes(), Content.class);
  }

  public static Buffer seal(Content content, UUID id, long version, PatientKey key) {
    return Buffer.buffer(SealedJson.seal(key, place(id, version), content));
  }

  private static SealedPlace place(UUID id, long version) {
    return new SealedPlace(COLUMN, id, version);
  }
}
