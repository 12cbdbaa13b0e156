package io.clinibus.platform.parts;

import io.clinibus.platform.audit.UnreadableSealLog.Unreadable;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.platform.sealing.UnreadableSeal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Opens parts of a patient's record, and keeps which of them cannot be opened. */
public final class PartOpener {

  private final UUID patientId;
  private final Map<UUID, PatientKey> keys;
  private final List<Unreadable> unreadable = new ArrayList<>(0);

  /**
   * @param keys of the patient, and of those whose record was merged into the patient's
   */
  PartOpener(UUID patientId, Map<UUID, PatientKey> keys) {
    this.patientId = patientId;
    this.keys = keys;
  }

  /**
   * Opens one part.
   *
   * @param sealedFor the patient for whom it was sealed
   * @return empty if it was changed, or moved from where it was sealed
   */
  public <C extends Record> Optional<C> open(
      SealedPlace place, UUID sealedFor, byte[] sealed, Class<C> type) {
    return open(
        new Unreadable(place, patientId, sealedFor, sealed),
        key -> SealedJson.open(key, place, sealed, type));
  }

  /** As above, for a part that is a text. */
  public Optional<String> openText(SealedPlace place, UUID sealedFor, byte[] sealed) {
    return open(
        new Unreadable(place, patientId, sealedFor, sealed), key -> key.openText(place, sealed));
  }

  private <C> Optional<C> open(Unreadable otherwise, Function<PatientKey, C> opening) {
    PatientKey key = keys.get(otherwise.sealedFor());
    try {
      if (key != null) {
        return Optional.of(opening.apply(key));
      }
    } catch (UnreadableSeal e) {
      // Stated below, as what is sealed for a stranger.
    }
    unreadable.add(otherwise);
    return Optional.empty();
  }

  /** What could not be opened. */
  List<Unreadable> unreadable() {
    return unreadable;
  }

  /** How much could not be opened; null for nothing. */
  public Integer unreadableCount() {
    return unreadable.isEmpty() ? null : unreadable.size();
  }
}
