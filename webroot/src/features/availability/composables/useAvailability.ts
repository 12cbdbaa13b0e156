import { useQuery } from '@tanstack/vue-query';
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Schemas } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { faultsOf, hoursOf, windowsOf, type Hours } from '../lib/weekHours';
import { alwaysRefetch } from '@/shared/query/client';
import { useNotices } from '@/shared/stores/notices';
import { availabilityQuery, useStoreHours } from '../queries';

type Availability = Schemas['Availability'];
type Conflict = Schemas['Conflict'];

/**
 * A doctor's weekly hours while they are edited. Saving first asks the server what would no longer fit;
 * if anything, it waits for a second word. Somebody else's change is never written over unseen.
 */
export function useAvailability(doctorId: Ref<string>) {
  const { t } = useI18n();
  const notices = useNotices();
  const words = useProblemMessages();

  const hours = ref<Hours[]>([]);
  const visitMinutes = ref('');
  const bufferMinutes = ref('');
  const conflicts = shallowRef<Conflict[]>([]);
  const stale = ref(false);
  const failure = ref('');
  const busy = ref(false);

  const query = useQuery(() => ({ ...availabilityQuery(doctorId.value), ...alwaysRefetch }));
  const { mutateAsync: store } = useStoreHours(() => doctorId.value);
  /** The stored hours that are edited. Only what this page asks for takes their place, never a read beside it. */
  const data = shallowRef<Availability | null>(null);
  watch(doctorId, () => (data.value = null), { flush: 'sync' });
  watch(
    () => (query.isFetchedAfterMount.value ? query.data.value : undefined),
    (read) => read && !data.value && show(read),
    { immediate: true },
  );

  function show(read: Availability) {
    data.value = read;
    hours.value = hoursOf(read.windows);
    visitMinutes.value = String(read.visitMinutes);
    bufferMinutes.value = String(read.bufferMinutes);
    settle();
  }

  function settle() {
    conflicts.value = [];
    stale.value = false;
    failure.value = '';
  }

  const details = computed(() => ({
    visitMinutes: Number(visitMinutes.value),
    bufferMinutes: Number(bufferMinutes.value),
    windows: windowsOf(hours.value),
  }));
  const unsaved = computed(() => {
    const saved = data.value;
    return (
      saved !== null &&
      JSON.stringify(details.value) !==
        JSON.stringify({
          visitMinutes: saved.visitMinutes,
          bufferMinutes: saved.bufferMinutes,
          windows: windowsOf(hoursOf(saved.windows)),
        })
    );
  });
  const faults = computed(() => faultsOf(hours.value));
  const between = (text: string, least: number, most: number) =>
    /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most
      ? ''
      : t('form.between', { least, most });
  const errors = computed(() => ({
    visitMinutes: between(visitMinutes.value, 5, 480),
    bufferMinutes: between(bufferMinutes.value, 0, 120),
  }));
  const valid = computed(
    () => faults.value.size === 0 && !errors.value.visitMinutes && !errors.value.bufferMinutes,
  );
  // What was found to be in the way holds only for what was asked about.
  watch(details, () => (conflicts.value = []));

  const put = (dryRun: boolean) => store({ details: details.value, version: data.value!.version, dryRun });

  /** Saves if nothing is in the way, or if that has been seen; else shows what is. */
  async function save(seen = false) {
    if (busy.value || !valid.value) {
      failure.value = valid.value ? '' : t('availability.correct');
      return;
    }
    busy.value = true;
    failure.value = '';
    try {
      const found = seen ? [] : (await put(true)).conflicts;
      if (found.length > 0) {
        conflicts.value = found;
        return;
      }
      show((await put(false)).availability);
      notices.done(t('availability.saved'));
    } catch (thrown) {
      stale.value = isProblem(thrown, 'stale-version');
      failure.value = stale.value ? t('availability.stale') : words(thrown);
    } finally {
      busy.value = false;
    }
  }

  /** Keeps the entered values, based on the version that another user saved. */
  async function keepMine() {
    const { data: read, isSuccess, error } = await query.refetch();
    if (!isSuccess) {
      failure.value = words(error);
      return;
    }
    data.value = read;
    settle();
    await save();
  }

  /** Begins again from what is stored now. */
  async function reload() {
    const { data: read, isSuccess } = await query.refetch();
    if (isSuccess) {
      show(read);
    }
  }

  return {
    hours,
    visitMinutes,
    bufferMinutes,
    data,
    problem: query.error,
    reload,
    faults,
    errors,
    valid,
    unsaved,
    conflicts,
    stale,
    failure,
    busy,
    save,
    keepMine,
    discard: () => data.value && show(data.value),
  };
}
