package io.clinibus.platform.privacy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of record that a domain keeps of patients: how it is copied for the patient, and what an
 * erasure does with it. Statements name {@code :patients} (the ids of the record and of those that
 * were merged into it), {@code :accounts} (of these records), {@code :addresses} (all known e-mail
 * addresses) and {@code :now}.
 *
 * @param name names the file of a copy; lower case with hyphens
 * @param tables the tables that it covers, with their schema
 * @param select a SELECT of the columns {@code key} (text; unique within the record, in the order
 *     of time where there is one) and {@code document} (jsonb)
 * @param administrative a SELECT of the same columns without clinical parts; empty if there are
 *     none in {@code select}
 * @param outcome what is left after an erasure
 * @param retained a SELECT of the same columns: what is set aside until the patient's record may be
 *     destroyed; empty if nothing is
 * @param obstacles a SELECT of the number of open things that prevent an erasure; empty if none can
 * @param erasure statements that erase it; they may return events ({@code type}, {@code payload})
 * @param sealed what is sealed of it; only copies with clinical parts and what is set aside have it
 */
public record PersonalRecord(
    String name,
    Set<String> tables,
    String select,
    Optional<String> administrative,
    Outcome outcome,
    Optional<String> retained,
    Optional<String> obstacles,
    List<String> erasure,
    Optional<Sealed> sealed) {

  /**
   * The sealed column of a record's table: one JSON object. {@link #select}, and {@link #retained}
   * if there is one, have further columns for it: {@code sealed} (its bytes; null if there are
   * none), {@code sealed_for} (the patient for whom the row was sealed), {@code row_id} and {@code
   * row_version}.
   *
   * @param column schema, table and column, as in its {@code SealedPlace}
   * @param member the member of a document that has what is sealed; empty if the members of what is
   *     sealed are those of the document
   * @param contentKey the column of the key of a content that is stored elsewhere, sealed for the
   *     same row; {@link #retained} then has a further column {@code content_key}, and the key is
   *     set aside with the document so that the content can be opened; empty if there is none
   */
  public record Sealed(String column, Optional<String> member, Optional<String> contentKey) {}

  /** What is left of a record after an erasure. */
  public enum Outcome {
    /** Nothing. */
    ERASED,
    /** Rows without texts, under an id that names nobody any more. */
    PSEUDONYMISED,
    /** All of it: it holds ids and technical data only, and a rule asks for it. */
    KEPT
  }

  public PersonalRecord {
    tables = Set.copyOf(tables);
    erasure = List.copyOf(erasure);
  }

  /** A record that stays as it is. */
  public static PersonalRecord kept(String name, Set<String> tables, String select) {
    return new PersonalRecord(
        name,
        tables,
        select,
        Optional.empty(),
        Outcome.KEPT,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** A record of which nothing is left. */
  public static PersonalRecord erased(
      String name, Set<String> tables, String select, String... erasure) {
    return new PersonalRecord(
        name,
        tables,
        select,
        Optional.empty(),
        Outcome.ERASED,
        Optional.empty(),
        Optional.empty(),
        List.of(erasure),
        Optional.empty());
  }

  public PersonalRecord leaving(Outcome left) {
    return new PersonalRecord(
        name, tables, select, administrative, left, retained, obstacles, erasure, sealed);
  }

  /** A record with clinical parts, which copies for others than the patient do not have. */
  public PersonalRecord withoutClinicalParts(String selected) {
    return new PersonalRecord(
        name, tables, select, Optional.of(selected), outcome, retained, obstacles, erasure, sealed);
  }

  /**
   * The SELECT of the documents of a copy.
   *
   * @param clinical whether the copy has clinical parts
   */
  public String select(boolean clinical) {
    return clinical ? select : administrative.orElse(select);
  }

  public PersonalRecord retaining(String kept) {
    return new PersonalRecord(
        name,
        tables,
        select,
        administrative,
        outcome,
        Optional.of(kept),
        obstacles,
        erasure,
        sealed);
  }

  public PersonalRecord preventedBy(String open) {
    return new PersonalRecord(
        name,
        tables,
        select,
        administrative,
        outcome,
        retained,
        Optional.of(open),
        erasure,
        sealed);
  }

  /** A record with a sealed column; see {@link Sealed}. */
  public PersonalRecord opening(String column, String member) {
    return opening(new Sealed(column, Optional.of(member), Optional.empty()));
  }

  /** The same for rows with a content elsewhere, whose key is set aside with the document. */
  public PersonalRecord opening(String column, String member, String contentKey) {
    return opening(new Sealed(column, Optional.of(member), Optional.of(contentKey)));
  }

  /** A record with a sealed column whose members are those of a document; see {@link Sealed}. */
  public PersonalRecord opening(String column) {
    return opening(new Sealed(column, Optional.empty(), Optional.empty()));
  }

  private PersonalRecord opening(Sealed opened) {
    return new PersonalRecord(
        name,
        tables,
        select,
        administrative,
        outcome,
        retained,
        obstacles,
        erasure,
        Optional.of(opened));
  }

  /** What is opened in a copy. */
  public Optional<Sealed> sealed(boolean clinical) {
    return clinical ? sealed : Optional.empty();
  }
}
