import { useEventListener } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { api, body, useTokens, type Role, type Schemas, type User } from '@/shared/api/client';
import { forgetActivity, idleMs, noteActivity } from '@/shared/lib/activity';
import { ApiProblem } from '@/shared/api/problem';
import { i18n, loadSignedInTexts, type Locale } from '@/shared/locales';
import { askPasskey } from '@/shared/lib/passkeys';
import { clearServerState } from '@/shared/query/client';

type Session = Schemas['Session'];

/**
 * What a start does: ask for a new token (`1`), or repeat a sign-out that has not reached the server
 * (`leaving`). Holds no secret.
 */
const hint = 'clinibus.signed-in';
const leaving = 'leaving';
/** A token is renewed this long before it expires. */
const marginMs = 30_000;

/**
 * Who is signed in. The access token lives in this closure only, never in storage; the refresh token
 * is in a cookie that scripts cannot read.
 */
export const useSession = defineStore('session', () => {
  const user = ref<User | null>(null);
  const ready = ref(false);
  /** The user did nothing for too long: signed out, but what was typed stays for the same user. */
  const locked = ref(false);
  /** After which time without activity the session ends, in milliseconds; null for no limit. */
  const idleLimitMs = ref<number | null>(null);
  /** The account needs a second factor, and nothing else can be done before it has one. */
  const secondFactorRequired = ref(false);
  /** Incremented when a token is spent: its user may need the new one. */
  const renewals = ref(0);
  let token: { value: string; expiresAt: number } | null = null;
  let refreshing: Promise<string | null> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('clinibus.session');

  const signedIn = computed(() => user.value !== null);
  const roles = computed<Role[]>(() => (secondFactorRequired.value ? [] : (user.value?.roles ?? [])));

  // Whatever ended the session: no data of it remains for the next user.
  watch(
    () => user.value?.id,
    (_, before) => before && void clearServerState(),
    { flush: 'sync' },
  );

  function hasRole(...wanted: Role[]): boolean {
    return wanted.some((role) => roles.value.includes(role));
  }

  async function begin(session: Session) {
    await loadSignedInTexts();
    token = { value: session.accessToken, expiresAt: Date.now() + session.expiresIn * 1000 };
    user.value = session.user;
    locked.value = false;
    secondFactorRequired.value = session.secondFactorRequired;
    idleLimitMs.value = session.idleSeconds ? session.idleSeconds * 1000 : null;
    renewals.value++;
    remember(true);
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), Math.max(session.expiresIn * 1000 - marginMs, 1000));
  }

  function end() {
    token = null;
    user.value = null;
    locked.value = false;
    secondFactorRequired.value = false;
    idleLimitMs.value = null;
    forgetActivity();
    remember(false);
    clearTimeout(timer);
  }

  /** Signs out after too long without activity; the pages stay until the same user signs in again. */
  async function lock() {
    token = null;
    locked.value = true;
    forgetActivity();
    clearTimeout(timer);
    localStorage.setItem(hint, leaving);
    await endOnServer();
  }

  /** Somebody signs in. */
  async function enter(session: Session) {
    noteActivity();
    await begin(session);
    if (!session.user.language && !session.secondFactorRequired) {
      setLanguage(i18n.global.locale.value).catch(() => undefined); // the next sign-in tries again
    }
  }

  /** The language of mails; that of the app until another one is chosen. */
  async function setLanguage(language: Locale) {
    await api.PUT('/api/auth/language', { body: { language } });
    if (user.value) {
      user.value = { ...user.value, language };
    }
  }

  /**
   * Trades the cookie for a new access token. All callers share one request; tabs take turns, because
   * a refresh token that is used twice ends the session.
   */
  function refresh(): Promise<string | null> {
    refreshing ??= inTurn(requestRefresh).finally(() => {
      refreshing = null;
    });
    return refreshing;
  }

  async function requestRefresh(): Promise<string | null> {
    try {
      const idle = idleMs();
      const query = idle === null ? {} : { idleSeconds: Math.floor(idle / 1000) };
      await begin(await body(api.POST('/api/auth/refresh', { params: { query } })));
    } catch (problem) {
      if (problem instanceof ApiProblem && (problem.status === 401 || problem.status === 403)) {
        end();
      } else if (!isAlive()) {
        // The server cannot be reached: the cookie may still be good, the token is not.
        token = null;
      }
    }
    return token?.value ?? null;
  }

  function isAlive(): boolean {
    return token !== null && token.expiresAt > Date.now();
  }

  /** Restores the session of an earlier visit, once. */
  async function start() {
    if (!ready.value) {
      const last = localStorage.getItem(hint);
      if (last === leaving) {
        await endOnServer();
      } else if (last) {
        await refresh();
      }
      ready.value = true;
    }
  }

  async function login(credentials: Schemas['Credentials']) {
    await enter(await body(api.POST('/api/auth/login', { body: credentials })));
  }

  /** The second step of a sign-in that was answered with the problem `second-factor`. */
  async function completeLogin(challenge: string, code: string) {
    await enter(await body(api.POST('/api/auth/login/second-factor', { body: { challenge, code } })));
  }

  /**
   * Signs in with a passkey alone.
   *
   * @param autofill waits until the user chooses one among what the browser offers for a field
   */
  async function loginWithPasskey(autofill = false) {
    const passkey = await askPasskey(await passkeyChallenge(), autofill);
    await enter(await body(api.POST('/api/auth/login/passkey', { body: { passkey } })));
  }

  async function completeLoginWithPasskey(challenge: string) {
    const passkey = await askPasskey(await passkeyChallenge());
    await enter(await body(api.POST('/api/auth/login/second-factor', { body: { challenge, passkey } })));
  }

  const passkeyChallenge = () => body(api.POST('/api/auth/passkeys/challenge'));

  /** Authenticates once more, by the password or a code. */
  async function stepUp(proof: Schemas['StepUp']) {
    await begin(await body(api.POST('/api/auth/step-up', { body: proof })));
  }

  async function stepUpByPasskey() {
    const challenge = await body(api.POST('/api/auth/step-up/passkey'));
    await stepUp({ passkey: await askPasskey(challenge) });
  }

  async function confirmRegistration(confirmation: Schemas['RegistrationConfirmation']) {
    await enter(await body(api.POST('/api/auth/registration-confirmation', { body: confirmation })));
  }

  async function acceptInvitation(acceptance: Schemas['InvitationAcceptance']) {
    await enter(await body(api.POST('/api/auth/invitation', { body: acceptance })));
  }

  async function acceptPatientInvitation(acceptance: Schemas['InvitationAcceptance']) {
    await enter(await body(api.POST('/api/auth/patient-invitation', { body: acceptance })));
  }

  /** Signs out here at once and on the server as soon as it can be reached. */
  async function logout() {
    end();
    otherTabs?.postMessage('signed-out');
    localStorage.setItem(hint, leaving);
    await endOnServer();
  }

  /** Ends the cookie's session, unless a new one has begun in the meantime. */
  async function endOnServer() {
    if (localStorage.getItem(hint) === leaving) {
      const ended = await api.POST('/api/auth/logout').then(
        () => true,
        () => false,
      );
      if (ended && localStorage.getItem(hint) === leaving) {
        localStorage.removeItem(hint);
      }
    }
  }

  otherTabs?.addEventListener('message', () => end());
  useEventListener(window, 'online', () => void endOnServer());
  onScopeDispose(() => {
    otherTabs?.close();
    clearTimeout(timer);
  });

  /** A token that stays valid for a while, or null without a sign-in. */
  async function accessToken(): Promise<string | null> {
    await refreshing;
    return token && !isAlive() ? refresh() : (token?.value ?? null);
  }

  useTokens({
    current: accessToken,
    renewed: (refused) => (token && token.value !== refused ? Promise.resolve(token.value) : refresh()),
  });

  return {
    user,
    ready,
    locked,
    idleLimitMs,
    secondFactorRequired,
    renewals,
    signedIn,
    roles,
    hasRole,
    start,
    refresh,
    accessToken,
    begin,
    login,
    completeLogin,
    loginWithPasskey,
    completeLoginWithPasskey,
    stepUp,
    stepUpByPasskey,
    confirmRegistration,
    acceptInvitation,
    acceptPatientInvitation,
    setLanguage,
    lock,
    end,
    logout,
  };
});

function remember(signedIn: boolean) {
  if (signedIn) {
    localStorage.setItem(hint, '1');
  } else if (localStorage.getItem(hint) !== leaving) {
    localStorage.removeItem(hint);
  }
}

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  // Web Locks exist only in secure contexts; elsewhere one tab is assumed.
  return 'locks' in navigator && navigator.locks ? navigator.locks.request('clinibus.refresh', work) : work();
}
