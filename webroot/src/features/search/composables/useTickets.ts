import { useQuery } from '@tanstack/vue-query';
import { Ticket } from 'lucide-vue-next';
import { computed, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { fetchPatient } from '@/features/patients';
import { queueQuery } from '@/features/queue';
import type { PatientSummary } from '@/shared/api/client';
import { useSession } from '@/shared/stores/session';
import type { Entry } from '../lib/entries';

const ticket = /^\p{L}{1,2}\d{2}$/u;

/** The patient who waits with the ticket that is typed, for the front desk. */
export function useTickets(typed: Readonly<Ref<string>>, choose: (person: PatientSummary) => void) {
  const { t } = useI18n();
  const session = useSession();
  const code = computed(() => typed.value.trim().toUpperCase());
  const { data } = useQuery(() => ({
    ...queueQuery(),
    enabled: session.hasRole('ADMIN', 'RECEPTIONIST') && ticket.test(code.value),
    staleTime: 0,
  }));
  return computed<Entry[]>(() =>
    (data.value ?? [])
      .filter((one) => one.ticket === code.value)
      .map((one) => ({
        id: `ticket-${one.appointmentId}`,
        icon: Ticket,
        text: one.patientName,
        more: t('search.waitsFor', { ticket: one.ticket, doctor: one.doctorName }),
        run: async () => choose(await fetchPatient(one.patientId)),
        stays: true,
      })),
  );
}
