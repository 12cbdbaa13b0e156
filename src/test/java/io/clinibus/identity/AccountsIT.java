package io.clinibus.identity;

import static io.clinibus.identity.IdentityFixture.PASSWORD;
import static io.clinibus.identity.IdentityFixture.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.ListRevocations;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi;
import io.clinibus.identity.api.UsersApi.AcceptInvitation;
import io.clinibus.identity.api.UsersApi.BlockUser;
import io.clinibus.identity.api.UsersApi.GetUser;
import io.clinibus.identity.api.UsersApi.Invitation;
import io.clinibus.identity.api.UsersApi.InviteUser;
import io.clinibus.identity.api.UsersApi.ListUsers;
import io.clinibus.identity.api.UsersApi.RenewInvitation;
import io.clinibus.identity.api.UsersApi.UnblockUser;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.api.UsersApi.UserPage;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountsIT {

  private static final String CHOSEN = "copper lantern 552";

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
  void forgetEvents() {
    identity.revoked.clear();
  }

  @Test
  void anInvitedPersonSetsAPasswordOnceAndIsSignedIn() {
    UUID doctor = identity.newDoctor();
    Invitation invitation = invite(newEmail(), Set.of(Role.DOCTOR), doctor);
    assertThat(invitation.link()).startsWith("http://localhost:8080/invitation#token=");
    assertThat(invitation.user().invited()).isTrue();
    assertThat(invitation.user().doctorId()).isEqualTo(doctor);
    SignedIn signedIn = accept(invitation, CHOSEN);
    assertThat(signedIn.session().user().invited()).isFalse();
    assertThat(signedIn.session().user().doctorId()).isEqualTo(doctor);
    identity.refresh(signedIn);
    identity.login(invitation.user().email(), CHOSEN);
    assertThat(acceptRefusal(invitation, CHOSEN)).containsExactly("/token");
  }

  @Test
  void ofTwoWhoOpenTheSameLinkOneSetsThePassword() {
    Invitation invitation = invite(newEmail(), Set.of(Role.RECEPTIONIST), null);
    List<Future<SignedIn>> asked =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    identity
                        .platform
                        .bus()
                        .request(
                            UsersApi.ACCEPT_INVITATION,
                            new AcceptInvitation(token(invitation), CHOSEN + i, null, null),
                            identity.visitor))
            .toList();
    IdentityFixture.await(Future.join(asked).otherwiseEmpty());
    assertThat(asked).filteredOn(Future::succeeded).hasSize(1);
    assertThat(asked)
        .filteredOn(Future::failed)
        .extracting(refused -> ((Failure) refused.cause()).code())
        .containsOnly(CommonFailures.INVALID_REQUEST);
  }

  @Test
  void aRefusedWeakPasswordLeavesTheLinkValid() {
    Invitation invitation = invite(newEmail(), Set.of(Role.PHARMACIST), null);
    assertThat(acceptRefusal(invitation, "florence 1820")).containsExactly("/password");
    accept(invitation, CHOSEN);
  }

  @Test
  void aLinkWorksForSeventyTwoHoursAndUntilItIsReplaced() {
    Invitation first = invite(newEmail(), Set.of(Role.RECEPTIONIST), null);
    Invitation second = renew(first.user().id());
    assertThat(acceptRefusal(first, CHOSEN)).containsExactly("/token");
    identity.clock.advance(Duration.ofHours(72));
    assertThat(acceptRefusal(second, CHOSEN)).containsExactly("/token");
    accept(renew(first.user().id()), CHOSEN);
    assertThat(renewRefusal(UUID.randomUUID())).isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void aNewPasswordThroughALinkEndsSessionsOfTheOldOne() {
    SignedIn before = identity.someone();
    SignedIn after = accept(renew(before.session().user().id()), CHOSEN);
    assertThat(identity.refreshRefusal(before).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    identity.refresh(after);
    var oldPassword = new Login(before.session().user().email(), PASSWORD, null, null);
    assertThat(identity.refusal(SignInApi.LOGIN, oldPassword).code())
        .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
  }

  @Test
  void anInvitationNamesTheFieldThatIsWrong() {
    UUID doctor = identity.newDoctor();
    invite(newEmail(), Set.of(Role.DOCTOR), doctor);
    String taken = identity.someone().session().user().email();
    assertThat(inviteRefusal(newEmail(), Set.of(Role.DOCTOR), null))
        .isEqualTo("INVALID_REQUEST /doctorId");
    assertThat(inviteRefusal(newEmail(), Set.of(Role.ADMIN), doctor))
        .isEqualTo("INVALID_REQUEST /doctorId");
    assertThat(inviteRefusal(newEmail(), Set.of(Role.DOCTOR), UUID.randomUUID()))
        .isEqualTo("INVALID_REQUEST /doctorId");
    assertThat(inviteRefusal(newEmail(), Set.of(Role.DOCTOR), doctor))
        .isEqualTo("ALREADY_EXISTS /doctorId");
    assertThat(inviteRefusal(newEmail(), Set.of(Role.PATIENT), null))
        .isEqualTo("INVALID_REQUEST /roles");
    assertThat(inviteRefusal(taken.toUpperCase(), Set.of(Role.ADMIN), null))
        .isEqualTo("ALREADY_EXISTS /email");
  }

  @Test
  void aBlockedUserIsRefusedUntilUnblocked() throws InterruptedException {
    SignedIn signedIn = identity.someone();
    User user = signedIn.session().user();
    User blocked =
        identity.ask(
            UsersApi.BLOCK_USER,
            new BlockUser(user.id(), null, "Abuse of the staff"),
            identity.admin());
    assertThat(blocked.blocked()).isTrue();
    assertThat(blocked.blockReason()).isEqualTo("Abuse of the staff");
    assertThat(listed(user)).isEqualTo(blocked);

    SessionsRevoked revocation = identity.nextRevocation(user.id());
    assertThat(revocation).isNotNull();
    assertThat(identity.ask(SessionsApi.REVOCATIONS, new ListRevocations(null)).revocations())
        .contains(revocation);
    assertThat(outbox(user.id())).contains(revocation.notAfter());
    assertThat(identity.refreshRefusal(signedIn).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    assertThat(loginRefusal(user, PASSWORD)).isEqualTo(IdentityFailures.BLOCKED);
    assertThat(loginRefusal(user, "wrong password 7"))
        .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);

    User again =
        identity.ask(
            UsersApi.BLOCK_USER, new BlockUser(user.id(), null, "Has left"), identity.admin());
    assertThat(again.blockReason()).isEqualTo("Has left");
    identity.nextRevocation(user.id());

    User unblocked =
        identity.ask(UsersApi.UNBLOCK_USER, new UnblockUser(user.id()), identity.admin());
    assertThat(unblocked).isEqualTo(user);
    assertThat(unblocked.blockReason()).isNull();
    assertThat(identity.refreshRefusal(signedIn).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    assertThat(identity.login(user.email(), PASSWORD).session().user()).isEqualTo(user);
  }

  @Test
  void aBlockedUserCannotUseALink() {
    Invitation invitation = invite(newEmail(), Set.of(Role.RECEPTIONIST), null);
    identity.ask(
        UsersApi.BLOCK_USER,
        new BlockUser(invitation.user().id(), null, "Abuse of the staff"),
        identity.admin());
    var accept = new AcceptInvitation(token(invitation), CHOSEN, null, null);
    assertThat(identity.refusal(UsersApi.ACCEPT_INVITATION, accept).code())
        .isEqualTo(IdentityFailures.BLOCKED);
  }

  @Test
  void blockingOneselfOrAnUnknownUserIsRefused() {
    User user = identity.someone().session().user();
    assertThat(
            identity
                .refusal(
                    UsersApi.BLOCK_USER,
                    new BlockUser(user.id(), null, "Abuse of the staff"),
                    identity.as(user))
                .code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    UUID unknown = UUID.randomUUID();
    assertThat(
            identity
                .refusal(UsersApi.BLOCK_USER, new BlockUser(unknown, null, "Abuse of the staff"))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(identity.refusal(UsersApi.UNBLOCK_USER, new UnblockUser(unknown)).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(identity.refusal(UsersApi.GET_USER, new GetUser(unknown)).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void accountsAreFoundByPartOfNameOrAddressRoleAndBlock() {
    Invitation zoe = invite("zoe%100_@example.org", Set.of(Role.PHARMACIST), null, "Zoë Brontë");
    UUID id = zoe.user().id();
    assertThat(found(new ListUsers("bronte", null, null, null, null))).containsExactly(id);
    assertThat(found(new ListUsers("ZOE%100_", null, null, null, null))).containsExactly(id);
    assertThat(found(new ListUsers("%\\_", null, null, null, null))).isEmpty();
    assertThat(found(new ListUsers("bronte", Role.PHARMACIST, false, null, null)))
        .containsExactly(id);
    assertThat(found(new ListUsers("bronte", Role.ADMIN, null, null, null))).isEmpty();
    assertThat(found(new ListUsers("bronte", null, true, null, null))).isEmpty();
    assertThat(identity.ask(UsersApi.GET_USER, new GetUser(id))).isEqualTo(zoe.user());
    assertThat(identity.refusal(UsersApi.LIST_USERS, list("a\u0000b", null, null)).code())
        .isEqualTo(CommonFailures.MALFORMED_REQUEST);
  }

  @Test
  void pagesContainEveryAccountOnce() {
    Set<UUID> invited =
        IntStream.range(0, 7)
            .mapToObj(i -> invite(newEmail(), Set.of(Role.RECEPTIONIST), null, "Paged Person"))
            .map(invitation -> invitation.user().id())
            .collect(java.util.stream.Collectors.toSet());
    List<UUID> seen = new ArrayList<>();
    String cursor = null;
    do {
      UserPage page = identity.ask(UsersApi.LIST_USERS, list("paged person", 3, cursor));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
      page.items().forEach(user -> seen.add(user.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(invited);
    for (String wrong : List.of("rubbish", "bm90LWEtZGF0ZQ")) {
      assertThat(identity.refusal(UsersApi.LIST_USERS, list(null, 3, wrong)).code())
          .isEqualTo(CommonFailures.INVALID_REQUEST);
    }
  }

  private static ListUsers list(String q, Integer limit, String cursor) {
    return new ListUsers(q, null, null, limit, cursor);
  }

  private static User listed(User user) {
    List<User> all = identity.ask(UsersApi.LIST_USERS, list(user.email(), null, null)).items();
    return all.stream().filter(one -> one.id().equals(user.id())).findAny().orElseThrow();
  }

  private static List<UUID> found(ListUsers asked) {
    return identity.ask(UsersApi.LIST_USERS, asked).items().stream().map(User::id).toList();
  }

  private static Invitation invite(String email, Set<Role> roles, UUID doctor) {
    return invite(email, roles, doctor, "Florence Nightingale");
  }

  private static Invitation invite(String email, Set<Role> roles, UUID doctor, String name) {
    return identity.ask(
        UsersApi.INVITE_USER, new InviteUser(email, name, roles, doctor), identity.admin());
  }

  private static String inviteRefusal(String email, Set<Role> roles, UUID doctor) {
    Failure failure =
        identity.refusal(UsersApi.INVITE_USER, new InviteUser(email, "Florence N", roles, doctor));
    return failure.code() + " " + failure.errors().get(0).pointer();
  }

  private static Invitation renew(UUID user) {
    return identity.ask(UsersApi.RENEW_INVITATION, new RenewInvitation(user), identity.admin());
  }

  private static FailureCode renewRefusal(UUID user) {
    return identity.refusal(UsersApi.RENEW_INVITATION, new RenewInvitation(user)).code();
  }

  private static String token(Invitation invitation) {
    return invitation.link().substring(invitation.link().indexOf('=') + 1);
  }

  private static SignedIn accept(Invitation invitation, String password) {
    return identity.ask(
        UsersApi.ACCEPT_INVITATION, new AcceptInvitation(token(invitation), password, null, null));
  }

  private static List<String> acceptRefusal(Invitation invitation, String password) {
    var accept = new AcceptInvitation(token(invitation), password, null, null);
    return identity.refusal(UsersApi.ACCEPT_INVITATION, accept).errors().stream()
        .map(FieldError::pointer)
        .toList();
  }

  private static FailureCode loginRefusal(User user, String password) {
    return identity.refusal(SignInApi.LOGIN, new Login(user.email(), password, null, null)).code();
  }

  private static List<Instant> outbox(UUID user) {
    List<Instant> notAfter = new ArrayList<>();
    identity
        .sql(
            "SELECT payload FROM platform.outbox"
                + " WHERE type = $1 AND payload ->> 'userId' = $2",
            Tuple.of(SessionsApi.SESSIONS_REVOKED.address(), user.toString()))
        .forEach(
            row -> {
              JsonObject payload = row.getJsonObject("payload");
              notAfter.add(Instant.parse(payload.getString("notAfter")));
            });
    return notAfter;
  }
}
