import type { Schemas } from '@/shared/api/client';
import { ApiProblem } from '@/shared/api/problem';

/** Whether this browser can use passkeys. */
export const passkeysSupported = () => typeof PublicKeyCredential !== 'undefined';

/** Makes a passkey; the browser asks its user. */
export async function createPasskey(
  optionsJSON: Schemas['PasskeyCreation'],
): Promise<Schemas['PasskeyRegistration']> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const { response } = await startRegistration({ optionsJSON: optionsJSON as never }).catch(refuse);
  return {
    clientDataJson: response.clientDataJSON,
    attestationObject: response.attestationObject,
    transports: response.transports ?? [],
  };
}

/**
 * Lets a passkey answer a challenge; the browser asks its user.
 *
 * @param autofill waits until the user chooses a passkey among what the browser offers for a field
 */
export async function askPasskey(
  optionsJSON: Schemas['PasskeyRequest'],
  autofill = false,
): Promise<Schemas['PasskeyAssertion']> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const { id, response } = await startAuthentication({
    optionsJSON: optionsJSON as never,
    useBrowserAutofill: autofill,
  }).catch(refuse);
  return {
    credentialId: id,
    clientDataJson: response.clientDataJSON,
    authenticatorData: response.authenticatorData,
    signature: response.signature,
    ...(response.userHandle ? { userHandle: response.userHandle } : {}),
  };
}

/** Whether this browser offers passkeys beside a field. */
export async function autofillSupported(): Promise<boolean> {
  if (!passkeysSupported()) {
    return false;
  }
  const { browserSupportsWebAuthnAutofill } = await import('@simplewebauthn/browser');
  return browserSupportsWebAuthnAutofill();
}

/** Ends what waits for the user. */
export async function cancelPasskey() {
  const { WebAuthnAbortService } = await import('@simplewebauthn/browser');
  WebAuthnAbortService.cancelCeremony();
}

/** What the server says of the passkey in a form without such a field, as a problem of the whole. */
export function ofPasskey(thrown: unknown): unknown {
  return thrown instanceof ApiProblem && thrown.fields.has('/passkey') ? problem('wrong-passkey') : thrown;
}

const problem = (slug: string) => new ApiProblem({ type: `/problems/${slug}`, title: '', status: 0 });

/** Browsers say little about why, so that pages do not learn what a device has. */
function refuse(thrown: unknown): never {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'InvalidStateError') {
    throw problem('passkey-known');
  }
  throw problem(
    name === 'SecurityError' || name === 'NotSupportedError' ? 'passkey-unusable' : 'passkey-cancelled',
  );
}
