package io.clinibus.identity.signin;

import static io.clinibus.identity.IdentityFixture.PASSWORD;
import static io.clinibus.identity.IdentityFixture.await;
import static io.clinibus.identity.IdentityFixture.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.account.StaffRepository;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi;
import io.clinibus.identity.api.UsersApi.AcceptInvitation;
import io.clinibus.identity.api.UsersApi.BlockUser;
import io.clinibus.identity.api.UsersApi.GetUser;
import io.clinibus.identity.api.UsersApi.InviteUser;
import io.clinibus.identity.api.UsersApi.UnblockUser;
import io.clinibus.identity.api.UsersApi.UpdateUser;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.platform.DataForm;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StaffRolesIT {

  private static IdentityFixture identity;

  @BeforeAll
  static void start() {
    identity = new IdentityFixture();
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  @BeforeEach
  void forget() {
    identity.sql("TRUNCATE identity.account CASCADE", Tuple.tuple());
    identity.revoked.clear();
  }

  @Test
  void newRolesEndTheSessions() throws InterruptedException {
    SignedIn nurse = staff(null, Role.RECEPTIONIST);
    UUID doctor = identity.newDoctor();
    User changed = update(nurse, doctor, Role.DOCTOR, Role.PHARMACIST);
    assertThat(changed.roles()).containsExactlyInAnyOrder(Role.DOCTOR, Role.PHARMACIST);
    assertThat(changed.doctorId()).isEqualTo(doctor);
    assertThat(identity.nextRevocation(changed.id())).isNotNull();
    assertThat(identity.refreshRefusal(nurse).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    assertThat(identity.login(changed.email(), PASSWORD).session().user()).isEqualTo(changed);
  }

  @Test
  void whatDoesNotFitNamesItsField() {
    SignedIn nurse = staff(null, Role.RECEPTIONIST);
    UUID taken = identity.newDoctor();
    UUID removed = identity.newDoctor();
    staff(taken, Role.DOCTOR);
    identity.sql("UPDATE directory.doctor SET active = false WHERE id = $1", Tuple.of(removed));
    assertThat(fields(nurse, null, Role.DOCTOR)).containsExactly("/doctorId");
    assertThat(fields(nurse, taken, Role.DOCTOR)).containsExactly("/doctorId");
    assertThat(fields(nurse, removed, Role.DOCTOR)).containsExactly("/doctorId");
    assertThat(fields(nurse, UUID.randomUUID(), Role.DOCTOR)).containsExactly("/doctorId");
    assertThat(fields(nurse, taken, Role.PHARMACIST)).containsExactly("/doctorId");
    assertThat(fields(nurse, null, Role.PATIENT)).containsExactly("/roles");
    assertThat(fields(identity.someone(), null, Role.ADMIN)).containsExactly("/roles");
    var invite = new InviteUser(newEmail(), "Gregory House", Set.of(Role.DOCTOR), removed);
    assertThat(identity.refusal(UsersApi.INVITE_USER, invite, identity.admin()).code())
        .isEqualTo(CommonFailures.INVALID_REQUEST);
    var nobody = new UpdateUser(UUID.randomUUID(), Set.of(Role.ADMIN), null);
    assertThat(identity.refusal(UsersApi.UPDATE_USER, nobody, identity.admin()).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void thePrivacyOfficerHasNoOtherRole() {
    SignedIn nurse = staff(null, Role.RECEPTIONIST);
    for (Role other : List.of(Role.ADMIN, Role.DOCTOR, Role.RECEPTIONIST, Role.PHARMACIST)) {
      UUID doctor = other == Role.DOCTOR ? identity.newDoctor() : null;
      Failure refused =
          identity.refusal(
              UsersApi.UPDATE_USER,
              change(nurse, doctor, Role.PRIVACY_OFFICER, other),
              identity.admin());
      assertThat(refused.errors())
          .singleElement()
          .satisfies(
              error -> {
                assertThat(error.pointer()).isEqualTo("/roles");
                assertThat(error.code()).isEqualTo("officer-role-alone");
              });
    }
  }

  @Test
  void thereIsNoPrivacyOfficerWhileANodeOfTheFormerReleaseRuns() {
    SignedIn nurse = staff(null, Role.RECEPTIONIST);
    identity.sql(
        """
        INSERT INTO platform.node (id, name, roles, started_at, seen_at, connected, data_form)
        VALUES ($1, 'former', '{}', now(), now() + interval '1 hour', '{}', $2)
        """,
        Tuple.of(UUID.randomUUID(), DataForm.PRIVACY_OFFICERS - 1));
    assertThat(refusal(nurse, Role.PRIVACY_OFFICER).code())
        .isEqualTo(IdentityFailures.RELEASES_DIFFER);
    var invite = new InviteUser(newEmail(), "Dana Schutz", Set.of(Role.PRIVACY_OFFICER), null);
    assertThat(identity.refusal(UsersApi.INVITE_USER, invite, identity.admin()).code())
        .isEqualTo(IdentityFailures.RELEASES_DIFFER);
    update(nurse, null, Role.PHARMACIST);
    identity.sql("DELETE FROM platform.node WHERE name = 'former'", Tuple.tuple());
    assertThat(update(nurse, null, Role.PRIVACY_OFFICER).roles())
        .containsExactly(Role.PRIVACY_OFFICER);
    assertThat(identity.ask(UsersApi.INVITE_USER, invite, identity.admin()).user().roles())
        .containsExactly(Role.PRIVACY_OFFICER);
  }

  @Test
  void theLastAdministratorStaysOne() {
    SignedIn admin = staff(null, Role.ADMIN);
    invited(null, Role.ADMIN);
    assertThat(refusal(admin, Role.RECEPTIONIST).code())
        .isEqualTo(IdentityFailures.LAST_ADMINISTRATOR);
    var block = new BlockUser(admin.session().user().id(), null, "Abuse of the staff");
    assertThat(identity.refusal(UsersApi.BLOCK_USER, block, identity.admin()).code())
        .isEqualTo(IdentityFailures.LAST_ADMINISTRATOR);
    update(admin, null, Role.ADMIN, Role.RECEPTIONIST);
    staff(null, Role.ADMIN);
    update(admin, null, Role.RECEPTIONIST);
  }

  @Test
  void twoAdministratorsWhoRemoveEachOtherLeaveOne() {
    for (int round = 0; round < 5; round++) {
      forget();
      List<SignedIn> both = List.of(staff(null, Role.ADMIN), staff(null, Role.ADMIN));
      List<Future<User>> asked =
          both.stream()
              .map(
                  admin ->
                      identity
                          .platform
                          .bus()
                          .request(
                              UsersApi.UPDATE_USER,
                              change(admin, null, Role.PHARMACIST),
                              identity.admin()))
              .toList();
      await(Future.join(asked).otherwiseEmpty());
      assertThat(asked).filteredOn(Future::succeeded).hasSize(1);
    }
  }

  @Test
  void aRemovedDoctorIsBlockedUnlessNobodyElseAdministers() {
    UUID doctor = identity.newDoctor();
    SignedIn only = staff(doctor, Role.ADMIN, Role.DOCTOR);
    UUID id = only.session().user().id();
    identity.sql("UPDATE directory.doctor SET active = false WHERE id = $1", Tuple.of(doctor));
    var staff = new StaffRepository(identity.platform.database());
    assertThat(await(staff.ofAllRemoved())).containsExactly(id);
    await(staff.depart(id, identity.clock.instant(), Caller.system("test", Instant.MAX)));
    User left = identity.ask(UsersApi.GET_USER, new GetUser(id), identity.admin());
    assertThat(left.roles()).containsExactly(Role.ADMIN);
    assertThat(left.doctorId()).isNull();
    assertThat(left.blocked()).isFalse();
    assertThat(await(staff.ofAllRemoved())).isEmpty();
    assertThat(
            await(staff.depart(id, identity.clock.instant(), Caller.system("test", Instant.MAX))))
        .isEmpty();
  }

  @Test
  void anAccountWhosePatientIsGoneStaysBlocked() {
    SignedIn patient = identity.someone();
    UUID id = patient.session().user().id();
    identity.sql(
        "UPDATE patients.patient SET deleted_at = now() WHERE id = $1",
        Tuple.of(patient.session().user().patientId()));
    var staff = new StaffRepository(identity.platform.database());
    await(staff.depart(id, identity.clock.instant(), Caller.system("test", Instant.MAX)));
    assertThat(
            identity.refusal(UsersApi.UNBLOCK_USER, new UnblockUser(id), identity.admin()).code())
        .isEqualTo(IdentityFailures.DEPARTED);
  }

  private static User update(SignedIn of, UUID doctorId, Role... roles) {
    return identity.ask(UsersApi.UPDATE_USER, change(of, doctorId, roles), identity.admin());
  }

  private static Failure refusal(SignedIn of, Role... roles) {
    return identity.refusal(UsersApi.UPDATE_USER, change(of, null, roles), identity.admin());
  }

  private static List<String> fields(SignedIn of, UUID doctorId, Role... roles) {
    return identity
        .refusal(UsersApi.UPDATE_USER, change(of, doctorId, roles), identity.admin())
        .errors()
        .stream()
        .map(error -> error.pointer())
        .toList();
  }

  private static UpdateUser change(SignedIn of, UUID doctorId, Role... roles) {
    return new UpdateUser(of.session().user().id(), Set.of(roles), doctorId);
  }

  private static SignedIn staff(UUID doctorId, Role... roles) {
    return identity.ask(
        UsersApi.ACCEPT_INVITATION,
        new AcceptInvitation(invited(doctorId, roles), PASSWORD, null, null));
  }

  private static String invited(UUID doctorId, Role... roles) {
    String link =
        identity
            .ask(
                UsersApi.INVITE_USER,
                new InviteUser(newEmail(), "Florence N", Set.of(roles), doctorId),
                identity.admin())
            .link();
    return link.substring(link.indexOf('=') + 1);
  }
}
