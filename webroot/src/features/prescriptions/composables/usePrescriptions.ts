import { computed, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Schemas } from '@/shared/api/client';
import { prescriptionsTopic } from '@/shared/api/topics';
import { usePages } from '@/shared/composables/usePages';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import type { Locale } from '@/shared/locales';
import { prescriptionPagesQuery } from '../queries';

/** A patient's prescriptions; the list is read again whenever one is signed, ended or completed. */
export function usePrescriptions(patientId: MaybeRefOrGetter<string>) {
  const { locale } = useI18n();
  const list = usePages(() => prescriptionPagesQuery(toValue(patientId), locale.value as Locale));
  const { page } = useLiveQuery<object, Schemas['PrescriptionVersion']>(() =>
    prescriptionsTopic(toValue(patientId)),
  );
  const signed = computed(() => [...page.value.items.values()]);
  const read = computed(() => new Map(list.items.value.map((one) => [one.id, one.version])));
  const isBehind = () =>
    list.loaded.value &&
    signed.value.some(({ id, version }) =>
      read.value.has(id) ? read.value.get(id)! < version : !list.hasMore.value,
    );
  watch(
    () => (isBehind() ? signed.value.map(({ id, version }) => `${id} ${version}`).join() : ''),
    (behind) => behind && list.reload(),
  );
  const isCurrent = ({ status }: Schemas['Prescription']) => status === 'DRAFT' || status === 'ACTIVE';
  return {
    list,
    current: computed(() => list.items.value.filter(isCurrent)),
    earlier: computed(() => list.items.value.filter((one) => !isCurrent(one))),
  };
}
