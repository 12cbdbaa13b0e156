import { useI18n } from 'vue-i18n';
import { ApiProblem, type FieldError } from '@/shared/api/problem';

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

/** Says what is wrong with a field in the reader's language; in the server's words if it sends a code of a later release. */
export function useFieldErrorMessages() {
  const { t, te } = useI18n();

  function keyOf({ code, params }: FieldError): string {
    if (code !== 'format') {
      return `fieldError.${code}`;
    }
    const format = `fieldError.format.${String(params.format)}`;
    return te(format, 'en') ? format : 'fieldError.format.other';
  }

  return (error: FieldError): string => {
    const key = keyOf(error);
    return te(key, 'en') ? t(key, error.params as Record<string, unknown>) : error.message;
  };
}
