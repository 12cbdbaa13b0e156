import io.clinibus.client.ApiClient;
import io.clinibus.client.api.AppointmentsApi;
import io.clinibus.client.api.AppointmentsApi.APIBookAppointmentRequest;
import io.clinibus.client.api.AppointmentsApi.APIListAvailableSlotsRequest;
import io.clinibus.client.api.IdentityApi;
import io.clinibus.client.api.IdentityApi.APILoginRequest;
import io.clinibus.client.model.Appointment;
import io.clinibus.client.model.Booking;
import io.clinibus.client.model.Credentials;
import io.clinibus.client.model.Session;
import java.time.LocalDate;
import java.util.UUID;

/** Signs in, books the first free slot of a doctor and prints the appointment's id and start. */
public final class BookingClient {

  private BookingClient() {}

  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(arguments[0]);
    Credentials credentials = new Credentials().email(arguments[1]).password(arguments[2]);
    UUID doctor = UUID.fromString(arguments[3]);
    LocalDate day = LocalDate.parse(arguments[4]);

    Session session =
        new IdentityApi(client)
            .login(APILoginRequest.newBuilder().credentials(credentials).build());
    client.setRequestInterceptor(
        request -> request.setHeader("Authorization", "Bearer " + session.getAccessToken()));
    AppointmentsApi appointments = new AppointmentsApi(client);
    var slot =
        appointments
            .listAvailableSlots(
                APIListAvailableSlotsRequest.newBuilder().doctorId(doctor).date(day).build())
            .getDays()
            .get(0)
            .getSlots()
            .get(0);
    Appointment booked =
        appointments.bookAppointment(
            APIBookAppointmentRequest.newBuilder()
                .booking(new Booking().doctorId(doctor).start(slot.getStart()))
                .idempotencyKey(UUID.randomUUID().toString())
                .build());
    System.out.println(booked.getId() + " " + booked.getStart().toInstant());
  }
}
