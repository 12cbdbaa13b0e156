package io.clinibus.records.api;

import io.clinibus.bus.Language;
import io.clinibus.bus.Operation;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import java.util.List;
import java.util.UUID;

/** Public API of the code systems that the clinic has imported. */
public final class CodesApi {

  /** The best matches first, twenty at most. */
  public static final Operation<SearchCodes, CodeList> SEARCH_CODES =
      Operation.query("records.searchCodes", SearchCodes.class, CodeList.class)
          .notAudited("code systems, without patients");

  /** Diagnoses for a patient to read: see {@link NamedDiagnoses}. Asked by letters. */
  public static final Operation<NameDiagnoses, NamedDiagnoses> NAME_DIAGNOSES =
      Operation.query("records.nameDiagnoses", NameDiagnoses.class, NamedDiagnoses.class)
          .notAudited("names of codes, without patients");

  /**
   * @param q the beginning of a code, or words of its names in any language
   * @param system only codes of this system, or null
   */
  public record SearchCodes(String q, String system) {

    @Override
    public String toString() {
      return "SearchCodes[…]";
    }
  }

  /**
   * @param system such as {@code icd-10}
   * @param en the name in English; null in a language in which the system has none
   */
  public record Code(UUID id, String system, String code, String en, String de, String es) {

    @Override
    public String toString() {
      return "Code[…]";
    }
  }

  public record CodeList(List<Code> items) {

    @Override
    public String toString() {
      return "CodeList[" + items.size() + "]";
    }
  }

  public record NameDiagnoses(List<Diagnosis> diagnoses, Language language) {

    @Override
    public String toString() {
      return "NameDiagnoses[" + diagnoses.size() + "]";
    }
  }

  /**
   * @param items the same diagnoses: those whose text is a name of their code in any language have
   *     its name in the wanted one
   */
  public record NamedDiagnoses(List<Diagnosis> items) {

    @Override
    public String toString() {
      return "NamedDiagnoses[" + items.size() + "]";
    }
  }

  private CodesApi() {}
}
