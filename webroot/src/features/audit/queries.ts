import { api, body, type Schemas } from '@/shared/api/client';
import type { paths } from '@/shared/api/generated/clinibus';
import { pagesOf } from '@/shared/query/pages';

export type AuditEntry = Schemas['AuditEntry'];
export type Access = Schemas['Access'];

type AuditQuery = NonNullable<paths['/api/audit']['get']['parameters']['query']>;

/** A page of the entries that match, newest first. */
export const readAudit = (query: AuditQuery, signal?: AbortSignal) =>
  body(api.GET('/api/audit', { params: { query }, signal }));

/** Entries of the audit trail that match a filter, newest first. */
export const auditQuery = (filter: AuditQuery) =>
  pagesOf<AuditEntry>(['audit', 'entries', filter], (cursor, signal) =>
    readAudit({ ...filter, limit: 50, cursor }, signal),
  );

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
