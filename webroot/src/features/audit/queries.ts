import { api, body, type Schemas } from '@/shared/api/client';
import { pagesOf } from '@/shared/query/pages';

export type AuditEntry = Schemas['AuditEntry'];
export type Access = Schemas['Access'];

export interface AuditFilter {
  kind: Schemas['AuditKind'] | '';
  actorId?: string;
  patientId?: string;
  from?: string;
  until?: string;
}

/** Entries of the audit trail that match a filter, newest first. */
export const auditQuery = ({ kind, ...others }: AuditFilter) => {
  const filter = { ...others, kind: kind || undefined };
  return pagesOf<AuditEntry>(['audit', 'entries', filter], (cursor, signal) =>
    body(api.GET('/api/audit', { params: { query: { ...filter, limit: 50, cursor } }, signal })),
  );
};

/** Who of the staff has accessed a patient's data, latest first. */
export const accessesQuery = (patientId: string) =>
  pagesOf<Access>(['audit', 'accesses', patientId], (cursor, signal) =>
    body(
      api.GET('/api/patients/{patientId}/accesses', {
        params: { path: { patientId }, query: { limit: 50, cursor } },
        signal,
      }),
    ),
  );
