package io.clinibus.scheduling.assignment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Maps descriptions of problems to specializations, in English, German and Spanish. The terms are
 * in {@code scheduling/reasons.yaml}.
 */
public final class AssignmentThesaurus {

  /**
   * The specializations required for a problem.
   *
   * @param names the specializations, best match first; empty if nothing matched
   * @param fit the fit of each name of a specialization that a clinic may use, above 0 up to 1
   * @param fallback keys of the names that fit any problem, and are not meant by this one
   * @param language the BCP 47 tag of the description, or null
   */
  public record Need(
      List<String> names, Map<String, Double> fit, Set<String> fallback, String language) {

    static final Need UNKNOWN = new Need(List.of(), Map.of(), Set.of(), null);

    boolean isUnderstood() {
      return !names.isEmpty();
    }

    boolean isFallback(String specialization) {
      return fallback.contains(key(specialization));
    }

    @Override
    public String toString() {
      return "Need[" + names.size() + "]";
    }
  }

  private record File(Map<String, Double> general, List<Entry> specializations) {}

  private record Entry(
      String name,
      List<String> also,
      Map<String, Double> near,
      List<String> en,
      List<String> de,
      List<String> es) {

    Stream<String> allNames() {
      return Stream.concat(Stream.of(name), also == null ? Stream.of() : also.stream());
    }

    List<String> terms(String language) {
      return switch (language) {
        case "de" -> de;
        case "es" -> es;
        default -> en;
      };
    }
  }

  /** A term of a specialization: all its stems must occur. */
  private record Term(Entry entry, List<String> stems) {}

  private static final String RESOURCE = "/scheduling/reasons.yaml";
  private static final List<String> LANGUAGES = List.of("en", "de", "es");

  /** A specialization is included if its weight is at least this share of the best one's. */
  private static final double MEANT = 0.5;

  private static final int MOST_MEANT = 3;
  private static final double TYPO = 0.8;
  private static final double GENERAL = 0.9;

  private final Map<String, Double> general;
  private final Map<String, Entry> byKey = new HashMap<>();
  private final Map<String, List<Term>> terms = new LinkedHashMap<>();

  private AssignmentThesaurus(File file) {
    general = file.general();
    for (Entry entry : file.specializations()) {
      entry.allNames().forEach(name -> byKey.put(key(name), entry));
    }
    for (String language : LANGUAGES) {
      terms.put(
          language,
          file.specializations().stream()
              .flatMap(
                  entry ->
                      entry.terms(language).stream()
                          .map(term -> new Term(entry, AssignmentText.words(term))))
              .toList());
    }
  }

  public static AssignmentThesaurus load() {
    YAMLMapper yaml =
        YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    try (InputStream resource = AssignmentThesaurus.class.getResourceAsStream(RESOURCE)) {
      return new AssignmentThesaurus(yaml.readValue(resource, File.class));
    } catch (IOException e) {
      throw new UncheckedIOException("the thesaurus cannot be read", e);
    }
  }

  /** The specializations for a description; general practitioners if nothing matched. */
  public Need ofReason(String reason) {
    Need best = Need.UNKNOWN;
    double most = 0;
    List<String> words = AssignmentText.words(reason);
    for (var language : terms.entrySet()) {
      Map<Entry, Double> scores = scores(words, language.getValue());
      double total = scores.values().stream().mapToDouble(Double::doubleValue).sum();
      if (total > most) {
        most = total;
        best = need(scores, language.getKey());
      }
    }
    Map<String, Double> fit = new HashMap<>();
    general.forEach((name, weight) -> addNames(name, weight, fit));
    Set<String> fallback = keys(fit.keySet());
    fallback.removeAll(keys(best.fit().keySet()));
    best.fit().forEach((name, weight) -> fit.merge(name, weight, Math::max));
    return new Need(best.names(), fit, Set.copyOf(fallback), best.language());
  }

  /** The specializations for a given name of a specialization, known or not. */
  Need ofSpecialization(String name) {
    Map<String, Double> fit = new HashMap<>();
    find(name).ifPresent(entry -> addEntry(entry, 1, fit));
    fit.put(name, 1.0);
    return new Need(List.of(find(name).map(Entry::name).orElse(name)), fit, Set.of(), null);
  }

  /** All names of the specializations that treat the given conditions. */
  Set<String> ofConditions(List<String> conditions) {
    return conditions.stream()
        .map(this::ofReason)
        .flatMap(need -> need.names().stream())
        .flatMap(name -> find(name).stream())
        .flatMap(Entry::allNames)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The specializations by their primary name. */
  Set<String> specializations() {
    return byKey.values().stream().map(Entry::name).collect(Collectors.toUnmodifiableSet());
  }

  private Optional<Entry> find(String name) {
    return Optional.ofNullable(byKey.get(key(name)));
  }

  private Map<Entry, Double> scores(List<String> words, List<Term> known) {
    Map<Entry, Double> scores = new LinkedHashMap<>();
    Set<String> unknown = new HashSet<>(words);
    for (Term term : known) {
      if (term.stems().stream().allMatch(stem -> any(words, stem, AssignmentText::matches))) {
        term.stems().forEach(stem -> unknown.removeIf(it -> AssignmentText.matches(stem, it)));
        scores.merge(term.entry(), weight(term), Double::sum);
      }
    }
    // A word that matches exactly is not taken for a misspelling of another.
    for (Term term : known) {
      if (term.stems().stream().allMatch(stem -> any(unknown, stem, AssignmentText::resembles))) {
        scores.merge(term.entry(), TYPO * weight(term), Double::sum);
      }
    }
    return scores;
  }

  /**
   * Grows with the number of stems; a little lower for general practice, so that specialists win.
   */
  private double weight(Term term) {
    double weight = 1.5 * term.stems().size() - 0.5;
    return general.containsKey(term.entry().name()) ? GENERAL * weight : weight;
  }

  private static boolean any(
      Collection<String> words, String stem, BiPredicate<String, String> test) {
    return words.stream().anyMatch(word -> test.test(stem, word));
  }

  private Need need(Map<Entry, Double> scores, String language) {
    double best = scores.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    List<Map.Entry<Entry, Double>> meant =
        scores.entrySet().stream()
            .filter(score -> score.getValue() >= MEANT * best)
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_MEANT)
            .toList();
    Map<String, Double> fit = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (var score : meant) {
      names.add(score.getKey().name());
      addEntry(score.getKey(), score.getValue() / best, fit);
    }
    return new Need(List.copyOf(names), fit, Set.of(), language);
  }

  private void addEntry(Entry entry, double weight, Map<String, Double> fit) {
    entry.allNames().forEach(name -> fit.merge(name, weight, Math::max));
    if (entry.near() != null) {
      entry.near().forEach((name, nearness) -> addNames(name, weight * nearness, fit));
    }
  }

  private void addNames(String name, double weight, Map<String, Double> fit) {
    byKey.get(key(name)).allNames().forEach(each -> fit.merge(each, weight, Math::max));
  }

  private static Set<String> keys(Set<String> names) {
    return names.stream()
        .map(AssignmentThesaurus::key)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String key(String name) {
    return String.join(" ", AssignmentText.words(name));
  }
}
