import { computed, ref } from 'vue';
import type { Schemas } from '@/shared/api/client';
import { findDuplicates } from '../queries';

/**
 * Before a patient is added: who may be the same person. Details for which somebody was found are added only
 * when they are sent a second time, unchanged.
 */
export function useDuplicateCheck(details: () => Schemas['PatientDetails']) {
  const found = ref<Schemas['DuplicateCandidate'][]>([]);
  const checked = ref('');
  const isChecked = () => JSON.stringify(details()) === checked.value;
  const candidates = computed(() => (isChecked() ? found.value : []));

  /** Whether the details may be added. */
  async function mayAdd(): Promise<boolean> {
    if (isChecked()) {
      return true;
    }
    const asked = details();
    found.value = await findDuplicates(asked);
    checked.value = JSON.stringify(asked);
    return found.value.length === 0;
  }

  return { candidates, mayAdd };
}
