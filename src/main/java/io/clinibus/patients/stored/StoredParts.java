package io.clinibus.patients.stored;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.patients.api.PatientChangesApi.PartContent;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsApi.Contact;
import io.clinibus.patients.api.PatientsApi.Identity;
import io.clinibus.patients.api.PatientsApi.Insurance;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.vertx.core.json.JsonObject;

/** Writes and reads records of patients' data as jsonb: the only place that does. */
public final class StoredParts {

  private StoredParts() {}

  /** Null for null. */
  public static JsonObject write(Record content) {
    try {
      return content == null ? null : new JsonObject(Json.MAPPER.writeValueAsString(content));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("patient member cannot be encoded");
    }
  }

  /** Null for null. */
  public static <T extends Record> T read(JsonObject stored, Class<T> type) {
    try {
      return stored == null ? null : Json.MAPPER.readValue(stored.encode(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored patient member unreadable");
    }
  }

  /** The content of one part; null for null. */
  public static PartContent read(JsonObject stored, PatientPart part) {
    if (stored == null) {
      return null;
    }
    return switch (part) {
      case IDENTITY -> new PartContent(read(stored, Identity.class), null, null, null);
      case CONTACT -> new PartContent(null, read(stored, Contact.class), null, null);
      case INSURANCE -> new PartContent(null, null, read(stored, Insurance.class), null);
      case MEDICAL_HISTORY -> new PartContent(null, null, null, read(stored, MedicalHistory.class));
    };
  }
}
