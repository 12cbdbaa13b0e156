package io.clinibus.directory;

import io.clinibus.directory.api.DirectoryApi.Doctor;
import io.clinibus.directory.api.DirectoryApi.DoctorSummary;
import io.clinibus.directory.api.DirectoryApi.Fee;
import io.clinibus.scheduling.api.AvailabilityApi.Availability;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.stream.Stream;

/** Maps rows with the columns of directory.doctor and the department's name to doctors. */
final class DoctorRows {

  private DoctorRows() {}

  static DoctorSummary summary(Row row) {
    return new DoctorSummary(
        row.getUUID("id"),
        row.getString("title"),
        row.getString("given_name"),
        row.getString("family_name"),
        row.getUUID("department_id"),
        row.getString("department_name"),
        row.getString("specialization"),
        languages(row),
        row.getInteger("practising_since"),
        fee(row),
        row.getString("room"),
        row.getString("photo_url"));
  }

  static Doctor doctor(Row row) {
    return new Doctor(
        row.getUUID("id"),
        row.getString("title"),
        row.getString("given_name"),
        row.getString("family_name"),
        row.getUUID("department_id"),
        row.getString("department_name"),
        row.getString("specialization"),
        List.of(row.getArrayOfStrings("qualifications")),
        languages(row),
        row.getInteger("practising_since"),
        row.getString("biography"),
        fee(row),
        row.getString("room"),
        row.getString("photo_url"),
        row.getBoolean("active"),
        row.getLong("version"),
        null);
  }

  /** Each once: earlier releases stored what was sent. */
  private static List<String> languages(Row row) {
    return Stream.of(row.getArrayOfStrings("languages")).distinct().toList();
  }

  static Doctor with(Doctor doctor, Availability availability) {
    return new Doctor(
        doctor.id(),
        doctor.title(),
        doctor.givenName(),
        doctor.familyName(),
        doctor.departmentId(),
        doctor.departmentName(),
        doctor.specialization(),
        doctor.qualifications(),
        doctor.languages(),
        doctor.practisingSince(),
        doctor.biography(),
        doctor.fee(),
        doctor.room(),
        doctor.photoUrl(),
        doctor.active(),
        doctor.version(),
        availability);
  }

  private static Fee fee(Row row) {
    return new Fee(row.getInteger("fee_amount"), row.getString("fee_currency"));
  }
}
