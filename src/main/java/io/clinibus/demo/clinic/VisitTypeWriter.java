package io.clinibus.demo.clinic;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.demo.people.Staff;
import io.clinibus.demo.profile.Profiles;
import io.clinibus.demo.visits.Visit;
import io.clinibus.platform.db.CopyTable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes the types of visits of a generated clinic. */
final class VisitTypeWriter {

  /** A type that a doctor of the clinic offers. */
  private record Written(UUID id, Profiles.VisitType profile, List<Staff.Doctor> doctors) {}

  private final Connection connection;
  private final Staff staff;
  private final List<Written> types;

  VisitTypeWriter(Connection connection, Profiles profiles, Staff staff) {
    this.connection = connection;
    this.staff = staff;
    this.types =
        profiles.clinic().visitTypes().stream()
            .map(profile -> new Written(id(profile), profile, offering(profile)))
            .filter(type -> !type.doctors().isEmpty())
            .toList();
  }

  private static UUID id(Profiles.VisitType profile) {
    return id(profile.departments() + profile.name().get(0));
  }

  private static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private List<Staff.Doctor> offering(Profiles.VisitType type) {
    return staff.doctors().stream()
        .filter(doctor -> type.departments().contains(doctor.profile().department()))
        .filter(
            doctor ->
                type.specialties().isEmpty()
                    || type.specialties().contains(doctor.profile().specialization()))
        .toList();
  }

  void write() throws SQLException {
    try (CopyTable table =
        new CopyTable(
            connection,
            "scheduling.visit_type",
            "id, name, minutes, price_amount, price_currency, bookable, discreet, colour,"
                + " instruction, questions")) {
      for (Written type : types) {
        Profiles.VisitType profile = type.profile();
        table.row(
            type.id(),
            profile.name().get(0),
            profile.minutes(),
            profile.price(),
            profile.price() == null ? null : "EUR",
            !profile.staffOnly(),
            profile.discreet(),
            profile.colour(),
            profile.instruction().isEmpty() ? "" : profile.instruction().get(0),
            questions(type));
      }
    }
    try (CopyTable table =
        new CopyTable(
            connection, "scheduling.visit_type_department", "visit_type_id, department_id")) {
      for (Written type : types) {
        for (String department : type.profile().departments()) {
          table.row(type.id(), staff.departments().get(department));
        }
      }
    }
    try (CopyTable table =
        new CopyTable(connection, "scheduling.visit_type_doctor", "visit_type_id, doctor_id")) {
      for (Written type : types) {
        if (!type.profile().specialties().isEmpty()) {
          for (Staff.Doctor doctor : type.doctors()) {
            table.row(type.id(), doctor.id());
          }
        }
      }
    }
  }

  /** The type of a generated visit: a usual one of its length, or null. */
  UUID typeOf(Visit visit) {
    List<UUID> possible =
        types.stream()
            .filter(type -> type.profile().usual())
            .filter(type -> type.profile().minutes() == visit.doctor().profile().visit())
            .filter(type -> type.doctors().contains(visit.doctor()))
            .map(Written::id)
            .toList();
    return possible.isEmpty()
        ? null
        : possible.get(Math.floorMod(visit.id().hashCode(), possible.size()));
  }

  private static String questions(Written type) {
    List<Map<String, Object>> questions = new ArrayList<>();
    for (Profiles.Question question : type.profile().questions()) {
      String text = question.text().get(0);
      questions.add(
          Map.of(
              "id", id(type.id() + text),
              "question", text,
              "kind", question.kind(),
              "required", question.required(),
              "choices", question.choices().stream().map(choice -> choice.get(0)).toList()));
    }
    try {
      return Json.MAPPER.writeValueAsString(questions);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
