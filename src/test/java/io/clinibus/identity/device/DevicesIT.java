package io.clinibus.identity.device;

import static io.clinibus.identity.IdentityFixture.PASSWORD;
import static io.clinibus.identity.IdentityFixture.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.DeviceSession;
import io.clinibus.identity.api.SessionsApi.EndOtherSessions;
import io.clinibus.identity.api.SessionsApi.EndSession;
import io.clinibus.identity.api.SessionsApi.ListSessions;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.Refresh;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi;
import io.clinibus.identity.api.UsersApi.AcceptInvitation;
import io.clinibus.identity.api.UsersApi.InviteUser;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sessions of a user, and those of staff that end without activity. */
class DevicesIT {

  private static final String FIREFOX =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  private static final String EDGE =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
  private static final Duration LIMIT = Duration.ofMinutes(15);

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
    identity.clock.run();
    identity.revoked.clear();
  }

  @Test
  void devicesAreListedWithBrowserAndShortenedNetwork() {
    SignedIn first = identity.someone();
    String email = first.session().user().email();
    identity.clock.advance(Duration.ofMinutes(1));
    SignedIn second = login(email, FIREFOX, "203.0.113.77");
    identity.clock.advance(Duration.ofMinutes(1));
    login(email, EDGE, "2001:db8:1:2:3::4");
    List<DeviceSession> listed = list(second);
    assertThat(listed)
        .extracting(DeviceSession::device)
        .containsExactly("Firefox, Linux", "Edge, Windows", null);
    assertThat(listed)
        .extracting(DeviceSession::network)
        .containsExactly("203.0.113.0/24", "2001:db8:1::/48", "192.0.2.0/24");
    assertThat(listed).extracting(DeviceSession::current).containsExactly(true, false, false);
    assertThat(listed.get(0).openedAt()).isEqualTo(listed.get(0).lastUsedAt());
    identity.clock.advance(Duration.ofMinutes(10));
    SignedIn refreshed = identity.refresh(second);
    DeviceSession used = list(refreshed).get(0);
    assertThat(Duration.between(used.openedAt(), used.lastUsedAt()))
        .isBetween(Duration.ofMinutes(11), Duration.ofMinutes(12));
    identity.clock.advance(Duration.ofMinutes(1));
    assertThat(
            identity
                .refusal(SessionsApi.LIST_SESSIONS, new ListSessions(second.refreshToken()))
                .code())
        .as("a token that was replaced")
        .isEqualTo(CommonFailures.UNAUTHENTICATED);
  }

  @Test
  void oneDeviceIsSignedOutAndOnlyOwnOnes() throws InterruptedException {
    SignedIn current = identity.someone();
    SignedIn lost = login(current.session().user().email(), EDGE, "203.0.113.77");
    UUID id = list(lost).get(0).id();
    SignedIn stranger = identity.someone();
    assertThat(
            identity
                .refusal(SessionsApi.END_SESSION, new EndSession(id, stranger.refreshToken()))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    identity.ask(SessionsApi.END_SESSION, new EndSession(id, current.refreshToken()));
    assertThat(identity.nextRevocation(current.session().user().id())).isNotNull();
    assertThat(identity.refreshRefusal(lost).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    assertThat(list(identity.refresh(current))).hasSize(1);
  }

  @Test
  void allOtherDevicesAreSignedOut() throws InterruptedException {
    SignedIn current = identity.someone();
    String email = current.session().user().email();
    List<SignedIn> others =
        List.of(login(email, FIREFOX, "203.0.113.7"), login(email, EDGE, "203.0.113.7"));
    identity.ask(SessionsApi.END_OTHER_SESSIONS, new EndOtherSessions(current.refreshToken()));
    assertThat(identity.nextRevocation(current.session().user().id())).isNotNull();
    others.forEach(
        other ->
            assertThat(identity.refreshRefusal(other).code())
                .isEqualTo(CommonFailures.UNAUTHENTICATED));
    assertThat(list(identity.refresh(current)))
        .extracting(DeviceSession::current)
        .containsExactly(true);
  }

  @Test
  void aSessionOfStaffEndsAfterTheTimeWithoutActivity() throws InterruptedException {
    SignedIn desk = staff();
    assertThat(desk.session().idleSeconds()).isEqualTo(LIMIT.toSeconds());
    identity.clock.advance(LIMIT.minusSeconds(1));
    SignedIn idle = refresh(desk, LIMIT.toSeconds() - 1);
    identity.revoked.clear();
    identity.clock.advance(Duration.ofSeconds(1));
    assertThat(refreshRefused(idle, LIMIT.toSeconds())).isTrue();
    assertThat(identity.nextRevocation(desk.session().user().id())).isNotNull();
    assertThat(refreshRefused(idle, 0)).as("the session is over").isTrue();
  }

  @Test
  void activityBeforeARefreshKeepsASessionOfStaff() {
    identity.clock.stand();
    SignedIn desk = staff();
    for (int i = 0; i < 3; i++) {
      identity.clock.advance(LIMIT.minusSeconds(30));
      desk = refresh(desk, 60);
    }
    identity.clock.advance(LIMIT.minusSeconds(61));
    desk = refresh(desk, 100_000);
    identity.clock.advance(Duration.ofSeconds(1));
    assertThat(refreshRefused(desk, 100_000)).isTrue();
  }

  @Test
  void sessionsOfPatientsHaveNoSuchLimit() {
    SignedIn patient = identity.someone();
    assertThat(patient.session().idleSeconds()).isNull();
    identity.clock.advance(Duration.ofDays(20));
    refresh(patient, Duration.ofDays(20).toSeconds());
  }

  private static List<DeviceSession> list(SignedIn current) {
    return identity
        .ask(SessionsApi.LIST_SESSIONS, new ListSessions(current.refreshToken()))
        .sessions();
  }

  private static SignedIn login(String email, String userAgent, String address) {
    Caller caller = Caller.visitor("test", address, identity.visitor.deadline());
    return identity.ask(SignInApi.LOGIN, new Login(email, PASSWORD, null, userAgent), caller);
  }

  private static SignedIn refresh(SignedIn signedIn, long idleSeconds) {
    return identity.ask(
        SignInApi.REFRESH, new Refresh(signedIn.refreshToken(), null, (int) idleSeconds));
  }

  private static boolean refreshRefused(SignedIn signedIn, long idleSeconds) {
    var refresh = new Refresh(signedIn.refreshToken(), null, (int) idleSeconds);
    return identity
        .refusal(SignInApi.REFRESH, refresh)
        .code()
        .equals(CommonFailures.UNAUTHENTICATED);
  }

  private static SignedIn staff() {
    String link =
        identity
            .ask(
                UsersApi.INVITE_USER,
                new InviteUser(newEmail(), "Florence N", Set.of(Role.RECEPTIONIST), null),
                identity.admin())
            .link();
    String token = link.substring(link.indexOf('=') + 1);
    return identity.ask(
        UsersApi.ACCEPT_INVITATION, new AcceptInvitation(token, PASSWORD, null, null));
  }
}
