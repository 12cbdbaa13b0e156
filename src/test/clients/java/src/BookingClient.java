import io.clinibus.client.ApiClient;
import io.clinibus.client.api.AppointmentsApi;
import io.clinibus.client.api.IdentityApi;
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

    Session session = new IdentityApi(client).login(credentials);
    client.setRequestInterceptor(
        request -> request.setHeader("Authorization", "Bearer " + session.getAccessToken()));
    AppointmentsApi appointments = new AppointmentsApi(client);
    var slot =
        appointments
            .listAvailableSlots(doctor, day, null, null)
            .getDays()
            .get(0)
            .getSlots()
            .get(0);
    Appointment booked =
        appointments.bookAppointment(
            new Booking().doctorId(doctor).start(slot.getStart()), UUID.randomUUID().toString());
    System.out.println(booked.getId() + " " + booked.getStart().toInstant());
  }
}
