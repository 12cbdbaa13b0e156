import { useI18n } from 'vue-i18n';
import type { Appointment } from '@/shared/api/client';
import { useClinic } from '@/shared/stores/clinic';
import { calendarFile, download } from '@/shared/lib/ics';
import { dayOf } from '@/shared/lib/time';

/** Offers an appointment as a download for the reader's calendar. */
export function useCalendarFile() {
  const { t } = useI18n();
  const clinic = useClinic();

  return (appointment: Appointment) => {
    const place = appointment.room ? t('appointment.room', { room: appointment.room }) : '';
    const content = calendarFile(appointment, {
      summary: t('appointment.calendarTitle', { doctor: appointment.doctorName }),
      location: [clinic.name, place].filter(Boolean).join(', '),
      description: [appointment.departmentName, appointment.reason].filter(Boolean).join('\n'),
    });
    download(`clinibus-${dayOf(appointment.start, clinic.zone)}.ics`, content, 'text/calendar;charset=utf-8');
  };
}
