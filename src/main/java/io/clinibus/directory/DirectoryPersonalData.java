package io.clinibus.directory;

import io.clinibus.platform.privacy.PersonalData;
import java.util.List;
import java.util.Map;

/** The directory keeps nothing of patients. */
final class DirectoryPersonalData {

  private static final String STAFF = "doctors, not patients";

  static final PersonalData ALL =
      PersonalData.of(
          List.of(),
          Map.of(
              "directory.department",
              "departments",
              "directory.doctor",
              STAFF,
              "directory.search_word",
              STAFF,
              "directory.translation",
              "names of departments and specialties"));

  private DirectoryPersonalData() {}
}
