import { useI18n } from 'vue-i18n';
import { ApiProblem } from '@/shared/api/problem';
import { fieldErrorOf } from '@/shared/lib/fieldErrorMessages';

/** Says what went wrong, what was not lost and what to do, in the reader's language. */
export function useProblemMessages() {
  const { t, te } = useI18n();

  return (thrown: unknown): string => {
    if (!(thrown instanceof ApiProblem)) {
      return t('problem.internal');
    }
    const key = `problem.${thrown.slug}`;
    const words = te(key, 'en') ? t(key) : t('problem.internal');
    return thrown.status >= 500 && thrown.requestId
      ? `${words} ${t('problem.reference', { id: thrown.requestId })}`
      : words;
  };
}

/** Says what is wrong with a field in the reader's language; the server's own words where they are not known. */
export function useFieldErrorMessages() {
  const { t } = useI18n();
  return (detail: string): string => {
    const fault = fieldErrorOf(detail);
    return fault ? t(`fault.${fault.key}`, fault.values) : detail;
  };
}
