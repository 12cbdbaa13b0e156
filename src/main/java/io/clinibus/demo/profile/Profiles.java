package io.clinibus.demo.profile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The hand-written part of the generated clinic. */
public record Profiles(Clinic clinic, People people) {

  public record Clinic(
      List<Department> departments, List<Doctor> doctors, List<Translation> translations) {}

  /** A text of the clinic in German and Spanish. */
  public record Translation(String text, String de, String es) {}

  public record Department(String name, String icon, String description) {}

  /**
   * @param since year of the first practice
   * @param fee in euro cents
   * @param visit length of a visit in minutes
   * @param buffer minutes kept free after a visit
   * @param hours see {@link Hours}
   * @param popularity factor of how much of the calendar is booked
   */
  public record Doctor(
      String department,
      String title,
      String given,
      String family,
      String specialization,
      int since,
      List<String> languages,
      int fee,
      String room,
      int visit,
      int buffer,
      double popularity,
      String hours,
      List<String> qualifications,
      String biography) {}

  public record People(
      List<Group> groups,
      List<String> insurers,
      List<String> streets,
      List<String> towns,
      List<String> relationships,
      List<String> conditions,
      List<String> allergies,
      List<String> medication,
      Map<String, List<String>> reasons,
      List<String> cancellations,
      List<String> leave,
      List<String> holidays) {}

  public record Group(int weight, List<String> female, List<String> male, List<String> family) {}

  public static Profiles read() {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    return new Profiles(
        read(yaml, "/demo/clinic.yaml", Clinic.class),
        read(yaml, "/demo/people.yaml", People.class));
  }

  private static <T> T read(ObjectMapper yaml, String resource, Class<T> type) {
    try (InputStream file = Profiles.class.getResourceAsStream(resource)) {
      return yaml.readValue(file, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
