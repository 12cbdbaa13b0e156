import type { LocationQuery } from 'vue-router';
import type { Schemas } from '@/shared/api/client';
import { addDays, isDay, startOfDay, type Day } from '@/shared/lib/time';

export const kinds: readonly Schemas['AuditKind'][] = ['READ', 'CHANGE', 'SECURITY', 'CONFIGURATION'];

/** Which entries are looked for. It lives in the address, so that a search can be linked. */
export interface Filter {
  kind?: Schemas['AuditKind'];
  /** Whose requests, by account. */
  actor?: string;
  patient?: string;
  from?: Day;
  until?: Day;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the filter from an address; what makes no sense is left out. */
export function filterOf({ kind, actor, patient, from, until }: LocationQuery): Filter {
  const id = (value: unknown) => (typeof value === 'string' && uuid.test(value) ? value : undefined);
  return {
    kind: kinds.find((known) => known === kind),
    actor: id(actor),
    patient: id(patient),
    from: isDay(from) ? from : undefined,
    until: isDay(until) ? until : undefined,
  };
}

/** The filter as the audit trail takes it; days are whole days of the clinic. */
export const auditFilter = ({ kind, actor, patient, from, until }: Filter, zone: string) => ({
  kind,
  actorId: actor,
  patientId: patient,
  from: from && startOfDay(from, zone).toISOString(),
  until: until && startOfDay(addDays(until, 1), zone).toISOString(),
});
