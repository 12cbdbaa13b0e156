import { useI18n } from 'vue-i18n';

/** Words of entries; what only another release knows stays as it is. */
export function useAuditWords() {
  const { t, te } = useI18n();
  return {
    /** What was done, of an operation such as `patients.getPatient`. */
    operation(operation: string) {
      const key = `audit.operation.${operation}`;
      return te(key) ? t(key) : operation;
    },
    /** Why something was refused. */
    refusal(code: string) {
      const key = `audit.outcome.${code}`;
      return te(key) ? t(key) : t('audit.refused', { code });
    },
  };
}
