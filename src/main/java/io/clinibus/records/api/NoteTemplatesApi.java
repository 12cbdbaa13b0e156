package io.clinibus.records.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.FollowUp;
import io.clinibus.records.api.EncounterNotes.MedicalOrder;
import io.clinibus.records.api.NoteSnippetsApi.SnippetScope;
import java.util.List;
import java.util.UUID;

/**
 * Templates with which doctors begin notes: their own and their department's. A template has what
 * is the same in many notes, such as the findings of a healthy heart, and is about no patient.
 */
public final class NoteTemplatesApi {

  /** Those of the calling doctor and of the doctor's department, by name. */
  public static final Operation<ListNoteTemplates, NoteTemplateList> LIST_NOTE_TEMPLATES =
      Operation.query("records.listNoteTemplates", ListNoteTemplates.class, NoteTemplateList.class)
          .notAudited("texts of doctors, about nobody");

  public static final Operation<GetNoteTemplate, NoteTemplate> GET_NOTE_TEMPLATE =
      Operation.query("records.getNoteTemplate", GetNoteTemplate.class, NoteTemplate.class)
          .notAudited("texts of doctors, about nobody");

  /** {@code TOO_MANY_TEMPLATES}. */
  public static final Operation<CreateNoteTemplate, NoteTemplate> CREATE_NOTE_TEMPLATE =
      Operation.command("records.createNoteTemplate", CreateNoteTemplate.class, NoteTemplate.class)
          .audited(AuditKind.CONFIGURATION);

  public static final Operation<UpdateNoteTemplate, NoteTemplate> UPDATE_NOTE_TEMPLATE =
      Operation.command("records.updateNoteTemplate", UpdateNoteTemplate.class, NoteTemplate.class)
          .audited(AuditKind.CONFIGURATION)
          .about(UpdateNoteTemplate::templateId);

  public static final Operation<DeleteNoteTemplate, NoContent> DELETE_NOTE_TEMPLATE =
      Operation.command("records.deleteNoteTemplate", DeleteNoteTemplate.class, NoContent.class)
          .audited(AuditKind.CONFIGURATION)
          .about(DeleteNoteTemplate::templateId);

  public record ListNoteTemplates() {}

  public record GetNoteTemplate(UUID templateId) {}

  public record CreateNoteTemplate(TemplateDetails details) {}

  public record UpdateNoteTemplate(UUID templateId, long version, TemplateDetails details) {}

  public record DeleteNoteTemplate(UUID templateId) {}

  /**
   * Parts of a note that can be prepared.
   *
   * @param followUp null if none is usual
   */
  public record TemplateParts(
      String subjective,
      String objective,
      String assessment,
      List<Diagnosis> diagnoses,
      String plan,
      List<MedicalOrder> orders,
      FollowUp followUp) {

    public TemplateParts {
      diagnoses = List.copyOf(diagnoses);
      orders = List.copyOf(orders);
    }

    @Override
    public String toString() {
      return "TemplateParts[…]";
    }
  }

  public record TemplateDetails(SnippetScope scope, String name, TemplateParts parts) {

    @Override
    public String toString() {
      return "TemplateDetails[…]";
    }
  }

  public record NoteTemplate(
      UUID id, SnippetScope scope, String name, TemplateParts parts, long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }

    @Override
    public String toString() {
      return "NoteTemplate[" + id + "]";
    }
  }

  /**
   * A template in the list.
   *
   * @param unreadable whether its name is empty because it was damaged in the database; null for no
   */
  public record NoteTemplateSummary(
      UUID id, SnippetScope scope, String name, Boolean unreadable, long version) {

    @Override
    public String toString() {
      return "NoteTemplateSummary[" + id + "]";
    }
  }

  public record NoteTemplateList(List<NoteTemplateSummary> items) {}

  private NoteTemplatesApi() {}
}
