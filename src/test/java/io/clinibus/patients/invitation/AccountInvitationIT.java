package io.clinibus.patients.invitation;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.identity.api.PatientInvitationsApi;
import io.clinibus.identity.api.PatientInvitationsApi.AcceptPatientInvitation;
import io.clinibus.identity.api.PatientInvitationsApi.LinkPatientInvitation;
import io.clinibus.identity.api.RegistrationApi;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.credential.RegistrationCodes;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.patients.api.AccountInvitationsApi;
import io.clinibus.patients.api.AccountInvitationsApi.GetPatientAccount;
import io.clinibus.patients.api.AccountInvitationsApi.InvitePatient;
import io.clinibus.patients.api.AccountInvitationsApi.PatientAccount;
import io.clinibus.patients.api.AccountInvitationsApi.RequestEmailConfirmation;
import io.clinibus.patients.api.AccountInvitationsApi.WithdrawInvitation;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.UpdatePatient;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.OffsetClock;
import io.clinibus.testing.Registrations;
import io.clinibus.testing.TestNode;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Patients whom the front desk entered get an account by the link in a mail. */
class AccountInvitationIT {

  private static final String PASSWORD = "violet kettle 7261";
  private static final LocalDate BORN = LocalDate.of(1980, 5, 17);

  private static final OffsetClock CLOCK = new OffsetClock();
  private static BusFixture clinic;
  private static int people;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(CLOCK);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void anInvitedPatientGetsAnAccountForExactlyThisRecord() {
    String email = newEmail();
    UUID patient = entered("Ida", "Invited", email);
    PatientAccount invited = invite(patient);
    assertThat(invited.hasAccount()).isFalse();
    assertThat(invited.expiresAt()).isAfter(invited.invitedAt());

    SignedIn signedIn = accept(token(patient));
    assertThat(signedIn.session().user().patientId()).isEqualTo(patient);
    assertThat(signedIn.session().user().name()).isEqualTo("Ida Invited");
    assertThat(confirmed(patient)).isTrue();
    assertThat(account(patient).hasAccount()).isTrue();
    assertThat(
            clinic
                .ask(SignInApi.LOGIN, new Login(email, PASSWORD, null, null), visitor())
                .session()
                .user()
                .patientId())
        .isEqualTo(patient);
    assertThat(refusal(patient).code()).isEqualTo(PatientsFailures.HAS_ACCOUNT);
  }

  @Test
  void theConfirmationOfAnAddressIsMailedAgainUntilItIsConfirmed() {
    String email = newEmail();
    UUID patient = entered("Rita", "Resent", email);
    assertThat(account(patient).emailConfirmed()).isFalse();
    UUID first = confirmation(patient);
    requestConfirmation(patient);
    UUID second = confirmation(patient);
    assertThat(second).as("the link before is void").isNotEqualTo(first);
    assertThat(confirmationMails(email)).isEqualTo(2);
    invite(patient);
    accept(token(patient));
    assertThat(account(patient).emailConfirmed()).isTrue();
    requestConfirmation(patient);
    assertThat(confirmationMails(email)).isEqualTo(2);
    UUID without = entered("Nora", "None", null);
    assertThat(
            clinic
                .refused(
                    AccountInvitationsApi.REQUEST_EMAIL_CONFIRMATION,
                    new RequestEmailConfirmation(without),
                    clinic.frontDesk())
                .code())
        .isEqualTo(PatientsFailures.NO_EMAIL_ADDRESS);
  }

  @Test
  void patientsHaveTheirOwnConfirmationMailedAgainUpToABound() {
    String email = newEmail();
    UUID patient = entered("Paula", "Patient", email);
    long before = confirmationMails(email);
    var request = new RequestEmailConfirmation(patient);
    var alone = TestNode.withoutRedis(clinic.platform().settings());
    try (BusFixture counting = BusFixture.over(alone, CLOCK)) {
      Caller self = counting.asPatient(patient);
      for (int i = 0; i < 5; i++) {
        counting.ask(AccountInvitationsApi.REQUEST_EMAIL_CONFIRMATION, request, self);
      }
      assertThat(confirmationMails(email)).isEqualTo(before + 5);

      Failure refused =
          counting.refused(AccountInvitationsApi.REQUEST_EMAIL_CONFIRMATION, request, self);
      assertThat(refused.code()).isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
      assertThat((Number) refused.extensions().get("retryAfter"))
          .extracting(Number::intValue, as(InstanceOfAssertFactories.INTEGER))
          .isBetween(1, 7200);
      counting.ask(AccountInvitationsApi.REQUEST_EMAIL_CONFIRMATION, request, counting.frontDesk());
      assertThat(confirmationMails(email)).as("staff").isEqualTo(before + 6);
    }

    UUID other = entered("Otto", "Other", newEmail());
    assertThat(
            clinic
                .refused(
                    AccountInvitationsApi.REQUEST_EMAIL_CONFIRMATION,
                    new RequestEmailConfirmation(other),
                    clinic.asPatient(patient))
                .code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  private static void requestConfirmation(UUID patient) {
    clinic.ask(
        AccountInvitationsApi.REQUEST_EMAIL_CONFIRMATION,
        new RequestEmailConfirmation(patient),
        clinic.frontDesk());
  }

  private static UUID confirmation(UUID patient) {
    return clinic
        .sql("SELECT id FROM patients.email_confirmation WHERE patient_id = $1", patient)
        .iterator()
        .next()
        .getUUID("id");
  }

  private static long confirmationMails(String email) {
    return clinic
        .sql(
            """
            SELECT count(*) AS mails FROM platform.outbox
             WHERE type = 'notifications.requested'
               AND payload ->> 'template' = 'CONFIRM_PATIENT_EMAIL' AND payload ->> 'email' = $1
            """,
            email)
        .iterator()
        .next()
        .getLong("mails");
  }

  @Test
  void theMailNamesNothingOfThePatient() {
    String email = newEmail();
    UUID patient = entered("Mona", "Mailed", email);
    invite(patient);
    String payload =
        clinic
            .sql(
                """
                SELECT payload::text AS payload FROM platform.outbox
                 WHERE type = 'notifications.requested' AND payload ->> 'template' = 'PATIENT_INVITATION'
                   AND payload ->> 'email' = $1
                """,
                email)
            .iterator()
            .next()
            .getString("payload");
    assertThat(payload)
        .doesNotContain("Mona")
        .doesNotContain("Mailed")
        .doesNotContain(patient.toString());
  }

  @Test
  void aLinkIsVoidOnceItIsUsedReplacedWithdrawnOrExpired() {
    UUID patient = entered("Lea", "Linked", newEmail());
    invite(patient);
    String first = token(patient);
    invite(patient);
    String second = token(patient);
    assertVoid(first);
    clinic.ask(
        AccountInvitationsApi.WITHDRAW_INVITATION,
        new WithdrawInvitation(patient),
        clinic.frontDesk());
    assertVoid(second);
    assertThat(account(patient).invitedAt()).isNull();
    assertThat(
            clinic
                .refused(
                    AccountInvitationsApi.WITHDRAW_INVITATION,
                    new WithdrawInvitation(patient),
                    clinic.frontDesk())
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);

    invite(patient);
    String late = token(patient);
    CLOCK.advance(AccountInvitations.LIFE);
    assertVoid(late);
    invite(patient);
    String used = token(patient);
    accept(used);
    assertVoid(used);
  }

  @Test
  void aLinkIsVoidAfterTheAddressOfTheRecordHasChanged() {
    UUID patient = entered("Maja", "Mistyped", newEmail());
    invite(patient);
    String token = token(patient);
    clinic.ask(
        PatientsApi.UPDATE_PATIENT,
        new UpdatePatient(patient, 1, details("Maja", "Mistyped", newEmail())),
        clinic.frontDesk());
    assertVoid(token);
    assertThat(account(patient).invitedAt()).isNull();
  }

  @Test
  void aRecordWithoutAnAddressCannotBeInvited() {
    assertThat(refusal(entered("Nora", "Nowhere", null)).code())
        .isEqualTo(PatientsFailures.NO_EMAIL_ADDRESS);
    assertThat(refusal(UUID.randomUUID()).code()).isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void aWeakPasswordIsRefusedAndTheLinkStaysValid() {
    UUID patient = entered("Wanda", "Weak", newEmail());
    invite(patient);
    String token = token(patient);
    Failure weak =
        clinic.refused(
            PatientInvitationsApi.ACCEPT_PATIENT_INVITATION,
            new AcceptPatientInvitation(token, "short", null, null),
            visitor());
    assertThat(weak.errors()).extracting(FieldError::pointer).containsExactly("/password");
    accept(token);
  }

  @Test
  void anAccountWithTheAddressLeadsToAMergeProposalAndJoinsNothing() {
    String email = newEmail();
    SignedIn own = registered(email);
    UUID other = own.session().user().patientId();
    UUID patient = entered("Petra", "Proposed", email);
    invite(patient);
    String token = token(patient);

    Failure refused =
        clinic.refused(
            PatientInvitationsApi.ACCEPT_PATIENT_INVITATION,
            new AcceptPatientInvitation(token, PASSWORD, null, null),
            visitor());
    assertThat(refused.code()).isEqualTo(CommonFailures.ALREADY_EXISTS);
    assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/token");

    clinic.ask(
        PatientInvitationsApi.LINK_PATIENT_INVITATION, new LinkPatientInvitation(token), self(own));
    assertThat(account(patient).hasAccount()).isFalse();
    assertThat(
            clinic
                .sql(
                    """
                    SELECT count(*) FROM patients.duplicate WHERE status = 'OPEN'
                       AND first_id IN ($1, $2) AND second_id IN ($1, $2) AND 'STATED' = ANY (reasons)
                    """,
                    patient,
                    other)
                .iterator()
                .next()
                .getLong(0))
        .isOne();
    assertVoid(token);
  }

  @Test
  void anotherPersonsAccountCannotUseTheLink() {
    UUID patient = entered("Olga", "Other", newEmail());
    invite(patient);
    String token = token(patient);
    SignedIn stranger = registered(newEmail());
    assertThat(
            clinic
                .refused(
                    PatientInvitationsApi.LINK_PATIENT_INVITATION,
                    new LinkPatientInvitation(token),
                    self(stranger))
                .code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    accept(token);
  }

  /** The owner of an address that staff mistyped gets a record of their own, and no other. */
  @Test
  void registeringWithTheAddressOfAnEnteredPatientOpensNoneOfTheirData() {
    String email = newEmail();
    UUID patient = entered("Rita", "Registered", email);
    SignedIn own = registered(email);
    assertThat(own.session().user().patientId()).isNotNull().isNotEqualTo(patient);
    assertThat(account(patient).hasAccount()).isFalse();
    assertThat(confirmed(patient)).isFalse();
  }

  private static UUID entered(String givenName, String familyName, String email) {
    return clinic
        .ask(
            PatientsApi.CREATE_PATIENT,
            new CreatePatient(details(givenName, familyName, email)),
            clinic.frontDesk())
        .id();
  }

  private static PatientDetails details(String givenName, String familyName, String email) {
    return new PatientDetails(
        givenName, familyName, BORN, null, null, email, null, null, null, null);
  }

  private static PatientAccount invite(UUID patient) {
    return clinic.ask(
        AccountInvitationsApi.INVITE_PATIENT, new InvitePatient(patient), clinic.frontDesk());
  }

  private static Failure refusal(UUID patient) {
    return clinic.refused(
        AccountInvitationsApi.INVITE_PATIENT, new InvitePatient(patient), clinic.frontDesk());
  }

  private static PatientAccount account(UUID patient) {
    return clinic.ask(
        AccountInvitationsApi.GET_PATIENT_ACCOUNT,
        new GetPatientAccount(patient),
        clinic.frontDesk());
  }

  private static boolean confirmed(UUID patient) {
    return clinic
        .sql(
            "SELECT email_confirmed_at IS NOT NULL AS yes FROM patients.patient WHERE id = $1",
            patient)
        .iterator()
        .next()
        .getBoolean("yes");
  }

  private static String token(UUID patient) {
    UUID link =
        clinic
            .sql("SELECT id FROM patients.account_invitation WHERE patient_id = $1", patient)
            .iterator()
            .next()
            .getUUID("id");
    return links().token(AccountMail.PATIENT_INVITATION.name(), link);
  }

  private static LinkTokens links() {
    return LinkTokens.read(clinic.platform().settings().signingKey());
  }

  private static SignedIn accept(String token) {
    return clinic.ask(
        PatientInvitationsApi.ACCEPT_PATIENT_INVITATION,
        new AcceptPatientInvitation(token, PASSWORD, null, null),
        visitor());
  }

  private static void assertVoid(String token) {
    Failure refused =
        clinic.refused(
            PatientInvitationsApi.ACCEPT_PATIENT_INVITATION,
            new AcceptPatientInvitation(token, PASSWORD, null, null),
            visitor());
    assertThat(Stream.of(refused).flatMap(failure -> failure.errors().stream()))
        .extracting(FieldError::pointer)
        .containsExactly("/token");
  }

  private static SignedIn registered(String email) {
    clinic.ask(
        RegistrationApi.REGISTER,
        new RegistrationApi.Register(email, "Rita", "Registered", BORN, null, null),
        visitor());
    var codes = RegistrationCodes.read(clinic.platform().settings().signingKey());
    var code = Registrations.code(clinic.platform().database(), codes, email);
    return clinic.ask(
        RegistrationApi.CONFIRM_REGISTRATION,
        new RegistrationApi.ConfirmRegistration(
            code.registrationId(), code.code(), PASSWORD, null, null),
        visitor());
  }

  private static Caller self(SignedIn own) {
    var user = own.session().user();
    return new Caller(
        user.id(),
        Set.copyOf(user.roles()),
        user.patientId(),
        null,
        "test-request",
        null,
        CLOCK.instant().plusSeconds(60));
  }

  private static Caller visitor() {
    return Caller.visitor(
        "test-request", "192.0.2." + ++people % 200, CLOCK.instant().plusSeconds(60));
  }

  private static String newEmail() {
    return "person" + ++people + "@example.org";
  }
}
