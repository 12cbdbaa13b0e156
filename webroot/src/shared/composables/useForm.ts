import { computed, nextTick, reactive, ref, useTemplateRef, type ComponentPublicInstance } from 'vue';
import { useI18n } from 'vue-i18n';
import { ApiProblem, isProblem } from '@/shared/api/problem';
import { isDay } from '@/shared/lib/time';
import { useClinic } from '@/shared/stores/clinic';
import { useFormat } from './useFormat';
import { useFieldErrorMessages, useProblemMessages } from './useProblemMessages';

/** Words for what is wrong with a value, or null when it is fine. */
export type Rule<V> = (value: string, values: V) => string | null;

type Values = Record<string, unknown>;

/**
 * A form's values and what is wrong with them. Field names are the server's JSON pointers with dots
 * (`insurance.provider`), so that its field errors find their place. The form element, or the component
 * that renders it, carries `ref="form"`.
 */
export function useForm<V extends Values>(initial: V, rules: Partial<Record<string, Rule<V>[]>> = {}) {
  const { t } = useI18n();
  const words = useProblemMessages();
  const messageOf = useFieldErrorMessages();
  const holder = useTemplateRef<HTMLElement | ComponentPublicInstance>('form');
  const element = computed<HTMLElement | null>(() =>
    holder.value && '$el' in holder.value ? holder.value.$el : holder.value,
  );
  const values = reactive(structuredClone(initial)) as V;
  const saved = ref(JSON.stringify(values));
  const errors = reactive<Record<string, string>>({});
  const busy = ref(false);
  /** What is wrong with the whole, for an alert above the form. */
  const failure = ref('');
  /** Somebody else saved meanwhile; what was typed here is still in the fields. */
  const stale = ref(false);

  /** Whether something was entered that is not saved. */
  const unsaved = computed(() => JSON.stringify(values) !== saved.value);

  /** What is entered now counts as saved. */
  function settle() {
    saved.value = JSON.stringify(values);
    clear();
  }

  function clear() {
    stale.value = false;
    Object.keys(errors).forEach((name) => delete errors[name]);
    failure.value = '';
  }

  function validate(): boolean {
    for (const [name, checks] of Object.entries(rules)) {
      const wrong = checks?.map((check) => check(textAt(values, name), values)).find(Boolean);
      if (wrong) {
        errors[name] = wrong;
      }
    }
    return Object.keys(errors).length === 0;
  }

  async function showErrors() {
    if (Object.keys(errors).length > 0) {
      failure.value ||= t('form.correct', Object.keys(errors).length);
    }
    await nextTick();
    const first = element.value?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (first ?? element.value?.querySelector<HTMLElement>('[role="alert"]'))?.focus();
  }

  function take(problem: ApiProblem) {
    for (const [pointer, error] of problem.fields) {
      const name = pointer.replace(/^\//, '').replaceAll('/', '.');
      errors[name.replace(/\.\d+$/, '')] = messageOf(error);
    }
    const known = element.value
      ? Object.keys(errors).every((name) => element.value!.querySelector(`[name="${CSS.escape(name)}"]`))
      : true;
    failure.value = problem.fields.size > 0 && known ? '' : words(problem);
  }

  /** Checks, then does the work; refusals come back to the fields they belong to. */
  async function submit(work: () => Promise<void>) {
    if (busy.value) {
      return;
    }
    clear();
    if (!validate()) {
      await showErrors();
      return;
    }
    busy.value = true;
    try {
      await work();
      saved.value = JSON.stringify(values);
    } catch (thrown) {
      stale.value = isProblem(thrown, 'stale-version');
      if (thrown instanceof ApiProblem) {
        take(thrown);
      } else {
        failure.value = words(thrown);
      }
      busy.value = false;
      await showErrors();
    } finally {
      busy.value = false;
    }
  }

  /** What a text field needs of the form: its name, its value and what is wrong with it. */
  function field(name: string) {
    return {
      name,
      error: errors[name],
      modelValue: textAt(values, name),
      'onUpdate:modelValue': (text: string) => put(values, name, text),
    };
  }

  return { values, errors, busy, failure, stale, unsaved, submit, clear, settle, field };
}

/** What a component that renders the form around its fields needs of it. */
export type FormState = Pick<ReturnType<typeof useForm>, 'busy' | 'failure' | 'errors' | 'stale' | 'unsaved'>;

function textAt(values: Values, name: string): string {
  let value: unknown = values;
  for (const part of name.split('.')) {
    value = value && typeof value === 'object' ? (value as Values)[part] : undefined;
  }
  return value === undefined || value === null ? '' : String(value);
}

function put(values: Values, name: string, text: string) {
  const parts = name.split('.');
  const last = parts.pop()!;
  const holder = parts.reduce<Values>((inner, part) => inner[part] as Values, values);
  holder[last] = text;
}

/** Fields with words of their own for a missing value, under `enter` in the locales. */
type EnteredField =
  | 'givenName'
  | 'familyName'
  | 'email'
  | 'birthDate'
  | 'password'
  | 'newPassword'
  | 'currentPassword'
  | 'code'
  | 'appCode'
  | 'theGivenName'
  | 'theFamilyName'
  | 'theInsurance'
  | 'theAllergies'
  | 'name'
  | 'reason';

/** Rules in the reader's language. The server has the last word; these spare a round trip. */
export function useRules() {
  const { t } = useI18n();
  const clinic = useClinic();
  const { bound } = useFormat();
  return {
    /** A value is required; says which one. */
    enter: (name: EnteredField) => (value: string) => (value.trim() ? null : t(`enter.${name}`)),
    birthDate: (value: string) =>
      !value || (isDay(value) && value >= '1900-01-01' && value <= clinic.today)
        ? null
        : t('birthDate.wrong'),
    required: (value: string) => (value.trim() ? null : t('form.required')),
    email: (value: string) => (!value || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : t('form.email')),
    phone: (value: string) =>
      !value || /^\+?[0-9][0-9 ()/.-]{3,30}$/.test(value.trim()) ? null : t('form.phone'),
    wholeNumber: (least: number, most: number) => (value: string) =>
      /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
        ? null
        : t('form.between', { least: bound(least), most: bound(most) }),
    password: (value: string) => (value.length >= 10 ? null : t('form.passwordShort')),
  };
}
