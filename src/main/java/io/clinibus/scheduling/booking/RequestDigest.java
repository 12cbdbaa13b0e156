package io.clinibus.scheduling.booking;

import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Digests of requests: equal for requests of equal content. */
public final class RequestDigest {

  private RequestDigest() {}

  /** A digest of a request's content. */
  public static String of(Object... content) {
    String text = Stream.of(content).map(String::valueOf).collect(Collectors.joining("|"));
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** A digest of a request for a visit of a type, with that of all else. */
  public static String ofType(String content, UUID visitTypeId, List<VisitAnswer> answers) {
    return of(
        content,
        visitTypeId,
        answers.stream().map(one -> one.questionId() + "=" + one.answer()).toList());
  }

  /** A digest of a booking for a patient. */
  static String ofBooking(BookAppointment wanted, UUID patientId) {
    String content =
        of(wanted.doctorId(), patientId, wanted.start().toInstant(), BookingRequest.reason(wanted));
    return wanted.visitTypeId() == null
        ? content
        : ofType(content, wanted.visitTypeId(), BookingRequest.answers(wanted));
  }
}
