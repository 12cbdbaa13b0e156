package io.clinibus.demo.visits;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.demo.clinic.InventedClinic;
import io.clinibus.demo.profile.Size;
import io.clinibus.scheduling.api.AppointmentStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VisitsTest {

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final long SEED = 20_260_101;

  static Stream<Instant> startsOfTwoWeeks() {
    Instant first = Instant.parse("2026-11-24T16:20:00Z");
    return IntStream.range(0, 14).mapToObj(day -> first.plus(day, ChronoUnit.DAYS));
  }

  /** The demo patient can book: the policy allows five open appointments. */
  @ParameterizedTest
  @MethodSource("startsOfTwoWeeks")
  void thePatientWhoSignsInHasTwoOpenAppointmentsWheneverTheDemoIsLoaded(Instant now) {
    InventedClinic clinic = InventedClinic.of(SEED, Size.DEMO, now, ZONE);
    UUID patient = clinic.patients().get(0).id();
    Iterable<Visit> visits = clinic::visits;
    List<Visit> own =
        StreamSupport.stream(visits.spliterator(), false)
            .filter(visit -> visit.patientId().equals(patient))
            .toList();

    assertThat(own).hasSize(5);
    assertThat(own)
        .filteredOn(visit -> visit.start().isAfter(now))
        .hasSize(2)
        .allMatch(visit -> visit.status() == AppointmentStatus.BOOKED);
  }
}
