package io.clinibus.records.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.util.List;
import java.util.UUID;

/** Texts that doctors insert into notes by a short key: their own and their department's. */
public final class NoteSnippetsApi {

  /** Those of the calling doctor and of the doctor's department, by key. */
  public static final Operation<ListNoteSnippets, NoteSnippets> LIST_NOTE_SNIPPETS =
      Operation.query("records.listNoteSnippets", ListNoteSnippets.class, NoteSnippets.class)
          .notAudited("texts of doctors, about nobody");

  /** {@code ALREADY_EXISTS} if the key is taken, {@code TOO_MANY_SNIPPETS}. */
  public static final Operation<CreateNoteSnippet, NoteSnippet> CREATE_NOTE_SNIPPET =
      Operation.command("records.createNoteSnippet", CreateNoteSnippet.class, NoteSnippet.class)
          .audited(AuditKind.CONFIGURATION);

  public static final Operation<UpdateNoteSnippet, NoteSnippet> UPDATE_NOTE_SNIPPET =
      Operation.command("records.updateNoteSnippet", UpdateNoteSnippet.class, NoteSnippet.class)
          .audited(AuditKind.CONFIGURATION)
          .about(UpdateNoteSnippet::snippetId);

  public static final Operation<DeleteNoteSnippet, NoContent> DELETE_NOTE_SNIPPET =
      Operation.command("records.deleteNoteSnippet", DeleteNoteSnippet.class, NoContent.class)
          .audited(AuditKind.CONFIGURATION)
          .about(DeleteNoteSnippet::snippetId);

  public enum SnippetScope {
    OWN,
    DEPARTMENT
  }

  public record ListNoteSnippets() {}

  /**
   * @param key without the dot with which it is typed
   */
  public record SnippetDetails(SnippetScope scope, String key, String text) {

    @Override
    public String toString() {
      return "SnippetDetails[…]";
    }
  }

  public record CreateNoteSnippet(SnippetDetails details) {}

  public record UpdateNoteSnippet(UUID snippetId, long version, SnippetDetails details) {}

  public record DeleteNoteSnippet(UUID snippetId) {}

  /**
   * @param unreadable whether its text is empty because it was damaged in the database, in lists
   *     only; null for no
   */
  public record NoteSnippet(
      UUID id, SnippetScope scope, String key, String text, Boolean unreadable, long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }

    @Override
    public String toString() {
      return "NoteSnippet[" + id + "]";
    }
  }

  public record NoteSnippets(List<NoteSnippet> items) {}

  private NoteSnippetsApi() {}
}
