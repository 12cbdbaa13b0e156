import type { components } from '@/shared/api/generated/clinibus';

type ProblemDocument = components['schemas']['Problem'];
export type FieldError = NonNullable<ProblemDocument['errors']>[number];

/** A sign-in that waits for one of the account's second factors. */
export interface SignInChallenge {
  token: string;
  factors: components['schemas']['FactorKind'][];
}

/** A refusal by the server (RFC 9457), or that it could not be reached. */
export class ApiProblem extends Error {
  /** The stable end of the problem's type, such as `slot-taken`; `offline` when no answer came. */
  readonly slug: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string | undefined;
  /** What is wrong with each field, by its JSON pointer (`/email`) or parameter name. */
  readonly fields: ReadonlyMap<string, FieldError>;
  readonly alternatives: components['schemas']['FreeSlot'][];
  /** With `second-factor`, what the second step of the sign-in takes. */
  readonly challenge: SignInChallenge | null;
  readonly conflicts: components['schemas']['Conflict'][];
  /** After how many seconds the request may be repeated. */
  readonly retryAfter: number | undefined;

  constructor(problem: ProblemDocument) {
    super(problem.title);
    this.name = 'ApiProblem';
    this.slug = problem.type.split('/').pop() || 'internal';
    this.status = problem.status;
    this.detail = problem.detail ?? '';
    this.requestId = problem.requestId;
    this.fields = new Map((problem.errors ?? []).map((error) => [error.pointer, error]));
    this.alternatives = problem.alternatives ?? [];
    this.challenge = problem.challenge ? { token: problem.challenge, factors: problem.factors ?? [] } : null;
    this.conflicts = problem.conflicts ?? [];
    this.retryAfter = problem.retryAfter;
  }
}

/** Reads the problem out of a refused answer, whatever a proxy in between made of it. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const document: unknown = await response.json().catch(() => null);
  return problemFrom(document, response.status, response.statusText);
}

/** A problem document as an error; otherwise an error derived from the status. */
export function problemFrom(document: unknown, status = 500, title = ''): ApiProblem {
  if (document && typeof document === 'object' && 'type' in document && typeof document.type === 'string') {
    return new ApiProblem(document as ProblemDocument);
  }
  const type = status === 503 || status === 502 ? 'unavailable' : 'internal';
  return new ApiProblem({ type: `/problems/${type}`, title, status });
}

/** Whether something thrown is the problem of that name. */
export function isProblem(thrown: unknown, slug: string): thrown is ApiProblem {
  return thrown instanceof ApiProblem && thrown.slug === slug;
}
