package io.clinibus.scheduling.appointments;

import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.stored.Fingerprint;
import io.clinibus.scheduling.stored.NoteText;
import io.clinibus.scheduling.stored.VisitText;
import io.clinibus.scheduling.stored.Written;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * An appointment to be booked.
 *
 * @param occupied the visit and its buffer
 * @param days the affected days of the doctor
 * @param rulesVersion version of the calendar from which the slot was computed
 * @param text reason and answers
 * @param key idempotency key, or null
 * @param at current time
 * @param accepted the accepted waitlist offer, or null
 * @param isOwn whether the patient books: the number of open appointments is then limited
 * @param bookingDoctor the doctor if they book in their own calendar, or null
 * @param justification why the visit is overbooked; null for a regular one
 * @param visitTypeId the type of the visit, or null
 */
public record NewAppointment(
    UUID id,
    UUID actorId,
    UUID patientId,
    UUID doctorId,
    TimeRange visit,
    TimeRange occupied,
    List<LocalDate> days,
    long rulesVersion,
    Written<VisitText> text,
    String key,
    Fingerprint fingerprint,
    Instant at,
    UUID accepted,
    boolean isOwn,
    UUID bookingDoctor,
    Written<NoteText> justification,
    UUID visitTypeId) {}
