import { useQuery } from '@tanstack/vue-query';
import { computed, reactive } from 'vue';
import type { Appointment, WaitlistEntry } from '@/shared/api/client';
import { meTopic, type MeAbout } from '@/shared/api/topics';
import { usePollingWhenOffline } from '@/shared/composables/usePollingWhenOffline';
import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { useSession } from '@/shared/stores/session';
import { ownWaitlistQuery, waitlistKeys } from '../queries';

/** What the patient who is signed in waits for, live, and what they were offered. */
export function useWaitlist() {
  const session = useSession();
  const patientId = computed(() => (session.hasRole('PATIENT') ? session.user?.patientId : undefined));

  const { data, refetch } = useQuery(() => ownWaitlistQuery(patientId.value));
  useLiveQuery<MeAbout, Appointment, WaitlistEntry[]>(
    () => patientId.value && meTopic,
    () => waitlistKeys.own(patientId.value ?? ''),
    ({ about }) => about?.waitlist,
  );
  const reload = () => (patientId.value ? refetch({ throwOnError: true }) : Promise.resolve());
  usePollingWhenOffline(reload);

  /** Nothing while it is not known. */
  const entries = computed(() => data.value ?? null);
  const offers = computed(() => (entries.value ?? []).filter((entry) => entry.offer));
  return reactive({ entries, offers, reload });
}
