package io.clinibus.documents;

import io.clinibus.bus.Caller;
import io.clinibus.documents.api.DocumentsApi.Document;
import io.clinibus.documents.api.LettersApi;
import io.clinibus.documents.api.LettersApi.CreateLetter;
import io.clinibus.documents.api.LettersApi.LetterKind;
import io.clinibus.privacy.api.ErasuresApi;
import io.clinibus.privacy.api.ErasuresApi.ConfirmErasure;
import io.clinibus.privacy.api.ErasuresApi.Erasure;
import io.clinibus.privacy.api.ErasuresApi.RequestErasure;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

/** Letters of doctors and erasures of patients, over the bus. */
public record DocumentsFixture(BusFixture clinic) {

  /** A node whose contents are in a folder. */
  public static Settings settings(URI database, Path folder) {
    return SettingsParts.with(Settings.Documents.in(folder), TestNode.settings(database));
  }

  /**
   * The summary of a visit.
   *
   * @param released as of {@link CreateLetter}
   */
  public static CreateLetter letter(UUID patient, Boolean released) {
    return new CreateLetter(
        patient,
        LetterKind.VISIT_SUMMARY,
        null,
        null,
        null,
        null,
        null,
        null,
        "Well.",
        null,
        null,
        released);
  }

  public Document write(CreateLetter letter, Caller doctor) {
    return clinic.ask(LettersApi.CREATE_LETTER, letter, doctor);
  }

  public void erase(UUID patient) {
    Erasure open =
        clinic.ask(ErasuresApi.REQUEST_ERASURE, new RequestErasure(patient), clinic.admin());
    clinic.ask(
        ErasuresApi.CONFIRM_ERASURE,
        new ConfirmErasure(open.id(), open.plan().version()),
        clinic.admin());
  }
}
