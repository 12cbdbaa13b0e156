import { useI18n } from 'vue-i18n';
import { useFormat } from '@/shared/composables/useFormat';
import { useTableExport } from '@/shared/composables/useTableExport';
import { useClinic } from '@/shared/stores/clinic';
import { auditFilter, type Filter } from '../lib/filter';
import { readAudit, type AuditEntry } from '../queries';
import { useAuditWords } from './useAuditWords';

const columns = [
  ...['at', 'name', 'account', 'roles', 'address', 'kind', 'what', 'operation', 'outcome', 'purpose'],
  ...['patients', 'resource', 'node', 'request', 'id'],
] as const;

/** Saves the entries that are found as a table, with the ids by which they can be compared with the trail. */
export function useExport(filter: () => Filter) {
  const { t } = useI18n();
  const format = useFormat();
  const clinic = useClinic();
  const words = useAuditWords();

  const cells = (entry: AuditEntry): Record<(typeof columns)[number], string | undefined> => ({
    at: entry.at,
    name: entry.actorName ?? (entry.actorId ? '' : t('audit.visitor')),
    account: entry.actorId,
    roles: entry.actorRoles.map((role) => t(`role.${role}`)).join(' '),
    address: entry.address,
    kind: t(`audit.kind.${entry.kind}`),
    what: words.operation(entry.operation),
    operation: entry.operation,
    outcome: entry.outcome,
    purpose: entry.purpose && t(`purpose.${entry.purpose}`),
    patients: entry.patientIds.join(' '),
    resource: entry.resourceId,
    node: entry.node,
    request: entry.requestId,
    id: entry.id,
  });

  return useTableExport<AuditEntry>(() => {
    const query = auditFilter(filter(), clinic.zone);
    return {
      file: t('audit.file'),
      heads: columns.map((column) => t(`audit.column.${column}`)),
      read: (page) => readAudit({ ...query, ...page }),
      row: (entry) => {
        const all = cells(entry);
        return columns.map((column) => all[column] ?? '');
      },
      saved: (total, cut) => {
        const count = format.number(total);
        return t(cut ? 'audit.savedPart' : 'audit.saved', { count }, total);
      },
    };
  });
}
