import { useI18n } from 'vue-i18n';
import { ApiProblem, type FieldError } from '@/shared/api/problem';
import { useFormat } from './useFormat';

/** Says what went wrong, what was not lost and what to do, in the reader's language. */
export function useProblemMessages() {
  const { t, te } = useI18n();

  return (thrown: unknown): string => {
    if (!(thrown instanceof ApiProblem)) {
      return t('problem.internal');
    }
    const key = `problem.${thrown.slug}`;
    const words = te(key) ? t(key) : t('problem.internal');
    return thrown.status >= 500 && thrown.requestId
      ? `${words} ${t('problem.reference', { id: thrown.requestId })}`
      : words;
  };
}

/** Says what is wrong with a field in the reader's language; in the server's words if it sends a code of a later release. */
export function useFieldErrorMessages() {
  const { t, te } = useI18n();
  const format = useFormat();

  function keyOf({ code, params }: FieldError): string {
    if (code !== 'format') {
      return `fieldError.${code}`;
    }
    const format = `fieldError.format.${String(params.format)}`;
    return te(format) ? format : 'fieldError.format.other';
  }

  /** What the words need, numbers as the reader writes them. */
  const written = (params: FieldError['params']) =>
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        typeof value === 'number' ? format.bound(value) : value,
      ]),
    );

  return (error: FieldError): string => {
    const key = keyOf(error);
    return te(key) ? t(key, written(error.params)) : error.message;
  };
}
