import { useQuery } from '@tanstack/vue-query';
import { CalendarPlus, FileHeart, FileUser, LogIn, MoveRight, Phone, Printer, Siren } from 'lucide-vue-next';
import { computed, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { allowedStatuses, fewAppointmentsQuery, useSetStatus } from '@/features/appointments';
import { acceptsNotes } from '@/features/patients';
import { useTreat } from '@/features/records';
import { useNextCaller } from '@/features/telephone';
import type { Appointment, PatientSummary } from '@/shared/api/client';
import { useFormat } from '@/shared/composables/useFormat';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { startOfDay } from '@/shared/lib/time';
import { useClinic } from '@/shared/stores/clinic';
import { useNotices } from '@/shared/stores/notices';
import { useSession } from '@/shared/stores/session';
import type { Entry } from '../lib/entries';

const MOST = 5;

/** What can be done for a patient: with the record, with the next visits, and a new one. */
export function usePersonEntries(
  person: Readonly<Ref<PatientSummary | null>>,
  move: (visit: Appointment) => void,
) {
  const { t } = useI18n();
  const router = useRouter();
  const format = useFormat();
  const clinic = useClinic();
  const session = useSession();
  const notices = useNotices();
  const words = useProblemMessages();
  const nextCaller = useNextCaller();
  const { treatPatient } = useTreat();
  const { mutateAsync: setStatus } = useSetStatus();
  const visits = useQuery(() => ({
    ...fewAppointmentsQuery({
      patientId: person.value?.id,
      status: ['BOOKED', 'CHECKED_IN', 'IN_CONSULTATION'],
      from: startOfDay(clinic.today, clinic.zone).toISOString(),
      sort: 'start',
      limit: MOST,
    }),
    enabled: person.value !== null,
  }));

  const when = (visit: Appointment) => `${format.nearDateTime(visit.start)}, ${visit.doctorName}`;

  async function checkIn(visit: Appointment) {
    try {
      const { patientName: name, ticket = '' } = await setStatus({
        appointment: visit,
        status: 'CHECKED_IN',
      });
      notices.done(t('search.checkedIn', { name, ticket }));
    } catch (problem) {
      notices.problem(words(problem));
    }
  }

  function ofVisit(visit: Appointment): Entry[] {
    const params = { appointmentId: visit.id };
    const arrives = allowedStatuses(visit, session.user!, clinic).includes('CHECKED_IN');
    const entries: (Entry | false)[] = [
      arrives && {
        id: `in-${visit.id}`,
        icon: LogIn,
        text: t('search.checkIn'),
        more: when(visit),
        run: () => checkIn(visit),
      },
      visit.status === 'BOOKED' && {
        id: `move-${visit.id}`,
        icon: MoveRight,
        text: t('search.move'),
        more: when(visit),
        run: () => move(visit),
      },
      {
        id: `print-${visit.id}`,
        icon: Printer,
        text: t('search.print'),
        more: when(visit),
        run: () => router.push({ name: 'appointment', params, query: { print: '1' } }),
      },
    ];
    return entries.filter((one) => one !== false);
  }

  /** The front desk sees the free times of all doctors at once. */
  function book(patient: PatientSummary) {
    if (session.hasRole('ADMIN', 'RECEPTIONIST')) {
      nextCaller.next = patient;
      return router.push({ name: 'telephone' });
    }
    return router.push({ name: 'book', query: { patient: patient.id } });
  }

  const notesOf = ({ id: patientId }: PatientSummary): Entry[] => [
    {
      id: 'telephone-note',
      icon: Phone,
      text: t('search.telephoneNote'),
      run: () => treatPatient(patientId, 'TELEPHONE'),
    },
    {
      id: 'emergency-note',
      icon: Siren,
      text: t('search.emergencyNote'),
      run: () => treatPatient(patientId, 'EMERGENCY'),
    },
  ];

  const ofDoctor = (patient: PatientSummary): Entry[] => [
    {
      id: 'record',
      icon: FileHeart,
      text: t('search.record'),
      run: () => router.push({ name: 'record', params: { patientId: patient.id } }),
    },
    ...(acceptsNotes(patient) ? notesOf(patient) : []),
  ];

  return computed<Entry[]>(() => {
    const patient = person.value;
    if (!patient) {
      return [];
    }
    const ofVisits = (visits.data.value ?? []).flatMap(ofVisit);
    const isFirst = ({ id }: Entry) => id.startsWith('in-');
    return [
      ...ofVisits.filter(isFirst),
      ...(session.hasRole('DOCTOR') ? ofDoctor(patient) : []),
      {
        id: 'open',
        icon: FileUser,
        text: t('search.open'),
        run: () => router.push({ name: 'patient', params: { patientId: patient.id } }),
      },
      {
        id: 'book',
        icon: CalendarPlus,
        text: t('search.book'),
        run: () => book(patient),
      },
      ...ofVisits.filter((one) => !isFirst(one)),
    ];
  });
}
