package io.clinibus.demo.profile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The hand-written part of the generated clinic. */
public record Profiles(Clinic clinic, People people) {

  public record Clinic(
      Contact contact,
      List<Department> departments,
      List<Doctor> doctors,
      List<Translation> translations,
      List<VisitType> visitTypes) {

    /** All texts with their translations, each once. */
    public Collection<Translation> texts() {
      Map<String, Translation> texts = new LinkedHashMap<>();
      Stream.concat(
              translations.stream(),
              Stream.concat(contact.texts(), visitTypes.stream().flatMap(VisitType::texts))
                  .map(Clinic::translation))
          .forEach(one -> texts.putIfAbsent(one.text(), one));
      return texts.values();
    }

    private static Translation translation(List<String> languages) {
      return new Translation(languages.get(0), languages.get(1), languages.get(2));
    }
  }

  /** How the clinic is reached. Texts are in English, German and Spanish. */
  public record Contact(
      String phone, List<String> address, List<String> openingHours, List<String> imprint) {

    private Stream<List<String>> texts() {
      return Stream.of(address, openingHours, imprint);
    }
  }

  /**
   * Texts are in English, German and Spanish.
   *
   * @param price in euro cents, or null
   * @param usual whether it is one of generated visits
   * @param specialties those whose doctors offer it; empty for all doctors of the departments
   */
  public record VisitType(
      List<String> departments,
      int minutes,
      Integer price,
      String colour,
      boolean usual,
      boolean staffOnly,
      boolean discreet,
      List<String> specialties,
      List<String> name,
      List<String> instruction,
      List<Question> questions) {

    public VisitType {
      specialties = specialties == null ? List.of() : specialties;
      instruction = instruction == null ? List.of() : instruction;
      questions = questions == null ? List.of() : questions;
    }

    private Stream<List<String>> texts() {
      return Stream.of(
              Stream.of(name, instruction),
              questions.stream().map(Question::text),
              questions.stream().flatMap(question -> question.choices().stream()))
          .flatMap(texts -> texts)
          .filter(languages -> !languages.isEmpty());
    }
  }

  public record Question(
      String kind, boolean required, List<String> text, List<List<String>> choices) {

    public Question {
      choices = choices == null ? List.of() : choices;
    }
  }

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
