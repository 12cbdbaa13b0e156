import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { patientQuery } from '@/features/patients';
import { encounterQuery } from '@/features/records';
import { useSession } from '@/shared/stores/session';

/**
 * The patient whose record a doctor has open: on its page, or on that of a consultation. It is known from what the page
 * has read; nothing is read for it.
 */
export function useRecordInSight() {
  const route = useRoute();
  const session = useSession();
  const treats = computed(() => (route.name === 'treat' ? route.params.encounterId : ''));
  const { data: encounter } = useQuery(() => ({ ...encounterQuery(treats.value), enabled: false }));
  const patientId = computed(() => {
    if (!session.hasRole('DOCTOR')) {
      return undefined;
    }
    // Of a record that is not open any more, who wrote the note has that alone.
    const treated = encounter.value?.authorOnly ? undefined : encounter.value?.patientId;
    return route.name === 'record' ? route.params.patientId : treats.value ? treated : undefined;
  });
  const { data: patient } = useQuery(() => ({ ...patientQuery(patientId.value), enabled: false }));
  return computed(() => (patientId.value ? patient.value : undefined));
}
