import { useQuery } from '@tanstack/vue-query';
import { effectScope, onScopeDispose, type EffectScope } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Locale } from '@/shared/locales';
import { translationsQuery } from '@/shared/queries/directory';
import { useClinic } from '@/shared/stores/clinic';

type Clinic = ReturnType<typeof useClinic>;

interface Texts {
  write: (text: string) => string;
  scope: EffectScope;
  users: number;
}

const known = new WeakMap<Clinic, Texts>();

/**
 * The clinic's own texts, such as names of departments and specialties, in the reader's language. A text that the clinic
 * has not translated is shown as it is. The components of a page share the query: each row of a list has such a text.
 */
export function useClinicTexts() {
  const clinic = useClinic();
  const texts = known.get(clinic) ?? observe();
  known.set(clinic, texts);
  texts.users++;
  onScopeDispose(() => {
    texts.users--;
    if (texts.users === 0) {
      texts.scope.stop();
      known.delete(clinic);
    }
  });
  return texts.write;
}

function observe(): Texts {
  const scope = effectScope(true);
  const write = scope.run(() => {
    const { locale } = useI18n();
    const { data } = useQuery(() => translationsQuery(locale.value as Locale));
    return (text: string) => data.value?.get(text) ?? text;
  })!;
  return { write, scope, users: 0 };
}
