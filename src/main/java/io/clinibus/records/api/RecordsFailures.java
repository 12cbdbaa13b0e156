package io.clinibus.records.api;

import io.clinibus.bus.failure.FailureCode;

/** How the records domain refuses requests. */
public final class RecordsFailures {

  public static final FailureCode NOT_IN_PROGRESS =
      new FailureCode("not-in-progress", 409, "This encounter is signed or struck out");

  public static final FailureCode NOT_SIGNED =
      new FailureCode("not-signed", 409, "This encounter is not signed, or struck out");

  public static final FailureCode VISIT_NOT_OPEN =
      new FailureCode("visit-not-open", 409, "The visit cannot be treated now");

  public static final FailureCode TOO_MANY_ADDENDA =
      new FailureCode("too-many-addenda", 409, "This encounter has as many addenda as can be");

  public static final FailureCode TOO_MANY_SNIPPETS =
      new FailureCode("too-many-snippets", 409, "There are as many snippets as can be");

  public static final FailureCode TOO_MANY_TEMPLATES =
      new FailureCode("too-many-templates", 409, "There are as many templates as can be");

  public static final FailureCode ENTRY_IN_ERROR =
      new FailureCode("entry-in-error", 409, "This entry was marked as entered in error");

  private RecordsFailures() {}
}
