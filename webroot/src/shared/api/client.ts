import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from '@/shared/api/generated/clinibus';
import { ApiProblem, problemOf } from './problem';

export type Schemas = components['schemas'];
export type Role = Schemas['Role'];
export type User = Schemas['User'];
export type Department = Schemas['Department'];
export type Doctor = Schemas['Doctor'];
export type DoctorSummary = Schemas['DoctorSummary'];
export type FreeSlot = Schemas['FreeSlot'];
export type Policy = Schemas['Policy'];
export type Schedule = Schemas['Schedule'];
export type ScheduleDay = Schemas['ScheduleDay'];
export type ScheduleSlot = Schemas['ScheduleSlot'];
export type Appointment = Schemas['Appointment'];
export type AppointmentStatus = Schemas['AppointmentStatus'];
export type Patient = Schemas['Patient'];
export type PatientDetails = Schemas['PatientDetails'];
export type PatientSummary = Schemas['PatientSummary'];
export type Hold = Schemas['Hold'];
export type HoldWish = Schemas['HoldWish'];
export type PreferredTimes = Schemas['PreferredTimes'];
export type Proposal = Schemas['Proposal'];
export type WaitlistEntry = Schemas['WaitlistEntry'];

/** Gives the access token of the signed-in user and a new one when the server refused the old. */
export interface TokenSource {
  /** A token that stays valid for a while, or null without a sign-in. */
  current(): Promise<string | null>;
  /** A new token in place of a refused one, or null when the session is over. */
  renewed(refused: string): Promise<string | null>;
}

let tokens: TokenSource = {
  current: () => Promise.resolve(null),
  renewed: () => Promise.resolve(null),
};

/** Connects the client to the session, which itself uses the client. */
export function useTokens(source: TokenSource) {
  tokens = source;
}

/** Asks the user to authenticate once more; false if the user does not. */
let confirmIdentity: () => Promise<boolean> = () => Promise.resolve(false);

/** Connects the client to the dialog in which users authenticate once more. */
export function useIdentityConfirmation(ask: () => Promise<boolean>) {
  confirmIdentity = ask;
}

const timeoutMs = 20_000;

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request, {
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]),
    });
  } catch (failure) {
    if (request.signal.aborted) {
      throw failure;
    }
    throw new ApiProblem({
      type: failure instanceof DOMException ? '/problems/timed-out' : '/problems/offline',
      title: '',
      status: 0,
    });
  }
}

/** The session's own requests carry the refresh cookie and never wait for a token. */
const withoutToken =
  /^\/api\/auth\/(login|login\/passkey|login\/second-factor|passkeys\/challenge|register|registration-confirmation|refresh|logout|invitation)$/;

/** Sends a request, and once more after the user has authenticated for it. */
async function sendConfirmed(request: Request): Promise<Response> {
  const retry = request.clone();
  const response = await sendAuthorised(request);
  const asked = response.status === 403 && (await hasProblem(response.clone(), 'step-up-required'));
  return asked && (await confirmIdentity()) ? sendAuthorised(retry) : response;
}

async function sendAuthorised(request: Request): Promise<Response> {
  if (withoutToken.test(new URL(request.url).pathname)) {
    return send(request);
  }
  const token = await tokens.current();
  if (!token) {
    return send(request);
  }
  const retry = request.clone();
  request.headers.set('Authorization', `Bearer ${token}`);
  const response = await send(request);
  // A wrong password is refused with 401 too, and no new token would help.
  if (response.status !== 401 || (await hasProblem(response.clone(), 'wrong-credentials'))) {
    return response;
  }
  const renewed = await tokens.renewed(token);
  if (!renewed) {
    return response;
  }
  retry.headers.set('Authorization', `Bearer ${renewed}`);
  return send(retry);
}

async function hasProblem(response: Response, slug: string): Promise<boolean> {
  return (await problemOf(response)).slug === slug;
}

const refuse: Middleware = {
  async onResponse({ response }) {
    if (!response.ok && response.status !== 304) {
      throw await problemOf(response);
    }
  },
};

/** The REST contract as typed calls. A refusal is thrown as an {@link ApiProblem}. */
export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? '/' : location.origin,
  credentials: 'same-origin',
  fetch: sendConfirmed,
});
api.use(refuse);

/** The body of an answer whose refusals were thrown. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** The value of If-Match for a version that was read. */
export function etag(version: number): string {
  return `"${version}"`;
}
