package io.clinibus.documents.api;

/** What a document is. */
public enum DocumentCategory {
  /** A finding, such as that of a laboratory or another practice. */
  REPORT,
  /** A picture, such as a photo of the skin or an X-ray. */
  IMAGE,
  /** Answers that the patient gives before a visit. */
  QUESTIONNAIRE,
  /** Written by the clinic. */
  LETTER,
  /** Nothing clinical, such as a consent to data processing or an insurance card. */
  ADMINISTRATIVE,
  OTHER
}
