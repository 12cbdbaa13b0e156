import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { api, body, etag, type Schemas } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';
import { useLoad } from '@/shared/composables/useLoad';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { faultsOf, hoursOf, windowsOf, type Hours } from '../lib/weekHours';
import { useNotices } from '@/shared/stores/notices';

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
  const params = () => ({ path: { doctorId: doctorId.value } });

  const hours = ref<Hours[]>([]);
  const visitMinutes = ref('');
  const bufferMinutes = ref('');
  const conflicts = shallowRef<Conflict[]>([]);
  const stale = ref(false);
  const failure = ref('');
  const busy = ref(false);

  const { data, problem, reload } = useLoad<Availability>(async (signal) => {
    const read = await body(api.GET('/api/doctors/{doctorId}/availability', { params: params(), signal }));
    show(read);
    return read;
  }, doctorId);

  function show(read: Availability) {
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

  function put(dryRun: boolean) {
    return body(
      api.PUT('/api/doctors/{doctorId}/availability', {
        params: { ...params(), query: { dryRun }, header: { 'If-Match': etag(data.value!.version) } },
        body: details.value,
      }),
    );
  }

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
      const saved = (await put(false)).availability;
      data.value = saved;
      show(saved);
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
    const read = await body(api.GET('/api/doctors/{doctorId}/availability', { params: params() }));
    data.value = read;
    settle();
    await save();
  }

  return {
    hours,
    visitMinutes,
    bufferMinutes,
    data,
    problem,
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
