package io.clinibus.documents.api;

import io.clinibus.bus.failure.FailureCode;

/** Failures of the documents domain. */
public final class DocumentsFailures {

  public static final FailureCode CONTENT_NOT_ALLOWED =
      new FailureCode("content-not-allowed", 415, "Documents of this type cannot be stored");

  public static final FailureCode UPLOAD_OFFSET =
      new FailureCode("upload-offset", 409, "The upload goes on at another place");

  public static final FailureCode UPLOAD_CLOSED =
      new FailureCode("upload-closed", 409, "This upload is complete or has ended");

  public static final FailureCode TOO_MANY_UPLOADS =
      new FailureCode("too-many-uploads", 409, "Too many uploads are open for this patient");

  public static final FailureCode DOCUMENTS_FULL =
      new FailureCode("documents-full", 409, "The space for documents of this patient is used up");

  public static final FailureCode DOCUMENT_NOT_READY =
      new FailureCode("document-not-ready", 409, "This document cannot be read yet");

  public static final FailureCode DOCUMENT_NOT_REMOVABLE =
      new FailureCode("document-not-removable", 409, "This document belongs to the record now");

  public static final FailureCode PRESCRIPTION_LETTER_EXISTS =
      new FailureCode(
          "prescription-letter-exists", 409, "This prescription has a letter that is valid");

  private DocumentsFailures() {}
}
