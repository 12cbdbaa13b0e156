package io.clinibus.identity.confirmation;

import static io.clinibus.identity.IdentityFixture.PASSWORD;
import static io.clinibus.identity.IdentityFixture.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.AccountApi;
import io.clinibus.identity.api.AccountApi.AddressChangeResult;
import io.clinibus.identity.api.AccountApi.ChangePassword;
import io.clinibus.identity.api.AccountApi.ConfirmAddressChange;
import io.clinibus.identity.api.AccountApi.RefuseAddressChange;
import io.clinibus.identity.api.AccountApi.RequestAddressChange;
import io.clinibus.identity.api.AccountApi.RequestPasswordReset;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi;
import io.clinibus.identity.api.UsersApi.AcceptInvitation;
import io.clinibus.identity.api.UsersApi.BlockUser;
import io.clinibus.identity.api.UsersApi.RenewInvitation;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.mail.AccountMail;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forgotten passwords, changes of the address, and the notices about both. */
class RecoveryIT {

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
  void forget() {
    identity.limiter.strict = false;
    identity.limiter.counts.clear();
    identity.revoked.clear();
  }

  @Test
  void aMailedLinkSetsANewPasswordOnceAndEndsAllSessions() {
    SignedIn before = identity.someone();
    String email = before.session().user().email();
    String first = requested(before.session().user(), 1);
    String token = requested(before.session().user(), 2);
    SignedIn after = accept(token);
    assertThat(after.session().user().id()).isEqualTo(before.session().user().id());
    assertThat(identity.refreshRefusal(before).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    assertThat(loginRefusal(email, PASSWORD)).isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
    identity.login(email, CHOSEN);
    assertThat(fields(token)).containsExactly("/token");
    assertThat(fields(first)).as("another link").containsExactly("/token");
    assertThat(identity.mails(email)).endsWith("PASSWORD_CHANGED");
  }

  @Test
  void aMailedLinkExpiresAfterAnHourAndWithEveryNewPassword() {
    User user = identity.someone().session().user();
    String late = requested(user, 1);
    identity.clock.advance(PasswordReset.LIFE);
    assertThat(fields(late)).containsExactly("/token");
    String token = requested(user, 2);
    identity.ask(
        AccountApi.CHANGE_PASSWORD, new ChangePassword(PASSWORD, CHOSEN), identity.as(user));
    assertThat(fields(token)).containsExactly("/token");
  }

  @Test
  void anUnknownOrBlockedAddressIsAnsweredAlikeAndGetsNoMail() {
    User user = identity.someone().session().user();
    identity.ask(
        UsersApi.BLOCK_USER,
        new BlockUser(user.id(), null, "Abuse of the staff"),
        identity.admin());
    String unknown = newEmail();
    reset(unknown);
    reset(user.email());
    User known = identity.someone().session().user();
    requested(known, 1);
    assertThat(identity.mails(unknown)).isEmpty();
    assertThat(identity.mails(user.email())).doesNotContain("RESET_PASSWORD");
  }

  @Test
  void aResetLeavesTheInvitationOfAnAdministratorValid() {
    User user = identity.someone().session().user();
    String link =
        identity
            .ask(UsersApi.RENEW_INVITATION, new RenewInvitation(user.id()), identity.admin())
            .link();
    requested(user, 1);
    accept(link.substring(link.indexOf('=') + 1));
  }

  @Test
  void aChangedPasswordIsMailedToItsOwner() {
    User user = identity.someone().session().user();
    identity.ask(
        AccountApi.CHANGE_PASSWORD, new ChangePassword(PASSWORD, CHOSEN), identity.as(user));
    assertThat(identity.mails(user.email())).endsWith("PASSWORD_CHANGED");
  }

  @Test
  void anAddressChangesWhenTheOldAndTheNewOneHaveConfirmed() {
    SignedIn signedIn = identity.someone();
    User user = signedIn.session().user();
    String email = newEmail();
    UUID change = change(user, email);
    assertThat(identity.mails(user.email())).endsWith("CONFIRM_OLD_EMAIL");
    assertThat(identity.mails(email)).containsExactly("CONFIRM_NEW_EMAIL");
    assertThat(confirm(AccountMail.CONFIRM_NEW_EMAIL, change).changed()).isFalse();
    assertThat(confirm(AccountMail.CONFIRM_NEW_EMAIL, change).changed()).isFalse();
    assertThat(loginRefusal(email, PASSWORD)).isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
    assertThat(confirm(AccountMail.CONFIRM_OLD_EMAIL, change).changed()).isTrue();
    assertThat(identity.login(email.toUpperCase(), PASSWORD).session().user().id())
        .isEqualTo(user.id());
    assertThat(loginRefusal(user.email(), PASSWORD)).isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
    assertThat(identity.mails(user.email())).endsWith("EMAIL_CHANGED");
    assertThat(identity.mails(email)).endsWith("EMAIL_CHANGED");
    assertThat(confirmRefusal(AccountMail.CONFIRM_OLD_EMAIL, change)).containsExactly("/token");
  }

  @Test
  void theOldAddressRefusesAChangeAndTheNewOneCannot() {
    User user = identity.someone().session().user();
    UUID change = change(user, newEmail());
    var byNew = new RefuseAddressChange(token(AccountMail.CONFIRM_NEW_EMAIL, change));
    assertThat(identity.refusal(AccountApi.REFUSE_ADDRESS_CHANGE, byNew).code())
        .isEqualTo(CommonFailures.INVALID_REQUEST);
    identity.ask(
        AccountApi.REFUSE_ADDRESS_CHANGE,
        new RefuseAddressChange(token(AccountMail.CONFIRM_OLD_EMAIL, change)));
    assertThat(confirmRefusal(AccountMail.CONFIRM_NEW_EMAIL, change)).containsExactly("/token");
    identity.login(user.email(), PASSWORD);
  }

  @Test
  void aChangeToAnAddressWithAnAccountIsAnsweredAlikeAndHasNoLink() {
    User user = identity.someone().session().user();
    User other = identity.someone().session().user();
    change(user, other.email());
    assertThat(identity.mails(other.email())).endsWith("ACCOUNT_EXISTS");
    assertThat(identity.mails(user.email())).endsWith("CONFIRM_OLD_EMAIL");
  }

  @Test
  void anAddressTakenMeanwhileIsRefused() {
    User user = identity.someone().session().user();
    String email = newEmail();
    UUID change = change(user, email);
    confirm(AccountMail.CONFIRM_NEW_EMAIL, change);
    identity.registered(email);
    var confirm = new ConfirmAddressChange(token(AccountMail.CONFIRM_OLD_EMAIL, change));
    assertThat(identity.refusal(AccountApi.CONFIRM_ADDRESS_CHANGE, confirm).code())
        .isEqualTo(CommonFailures.ALREADY_EXISTS);
  }

  @Test
  void aChangeNeedsThePassword() {
    User user = identity.someone().session().user();
    String email = newEmail();
    Failure failure =
        identity.refusal(
            AccountApi.REQUEST_ADDRESS_CHANGE,
            new RequestAddressChange(email, "wrong password 7"),
            identity.as(user));
    assertThat(failure.errors())
        .extracting(FieldError::pointer)
        .containsExactly("/currentPassword");
    assertThat(identity.mails(email)).isEmpty();
  }

  private static void reset(String email) {
    identity.ask(AccountApi.REQUEST_PASSWORD_RESET, new RequestPasswordReset(email));
  }

  /** Asks for a reset and returns the token of its link. */
  private static String requested(User user, int links) {
    reset(user.email());
    String count =
        "SELECT count(*) FROM identity.password_reset WHERE account_id = '" + user.id() + "'";
    Awaitility.await().until(() -> identity.count(count) == links);
    UUID link =
        identity
            .sql(
                """
                SELECT id FROM identity.password_reset WHERE account_id = $1
                ORDER BY expires_at DESC LIMIT 1
                """,
                Tuple.of(user.id()))
            .iterator()
            .next()
            .getUUID("id");
    return token(AccountMail.RESET_PASSWORD, link);
  }

  private static UUID change(User user, String email) {
    identity.ask(
        AccountApi.REQUEST_ADDRESS_CHANGE,
        new RequestAddressChange(email, PASSWORD),
        identity.as(user));
    return identity
        .sql("SELECT id FROM identity.address_change WHERE account_id = $1", Tuple.of(user.id()))
        .iterator()
        .next()
        .getUUID("id");
  }

  private static AddressChangeResult confirm(AccountMail mail, UUID change) {
    return identity.ask(
        AccountApi.CONFIRM_ADDRESS_CHANGE, new ConfirmAddressChange(token(mail, change)));
  }

  private static List<String> confirmRefusal(AccountMail mail, UUID change) {
    var confirm = new ConfirmAddressChange(token(mail, change));
    return identity.refusal(AccountApi.CONFIRM_ADDRESS_CHANGE, confirm).errors().stream()
        .map(FieldError::pointer)
        .toList();
  }

  private static String token(AccountMail mail, UUID link) {
    return LinkTokens.read(identity.platform.settings().signingKey()).token(mail.name(), link);
  }

  private static SignedIn accept(String token) {
    return identity.ask(
        UsersApi.ACCEPT_INVITATION, new AcceptInvitation(token, CHOSEN, null, null));
  }

  private static List<String> fields(String token) {
    var accept = new AcceptInvitation(token, CHOSEN, null, null);
    return identity.refusal(UsersApi.ACCEPT_INVITATION, accept).errors().stream()
        .map(FieldError::pointer)
        .toList();
  }

  private static Object loginRefusal(String email, String password) {
    return identity.refusal(SignInApi.LOGIN, new Login(email, password, null, null)).code();
  }
}
