import { useMutation } from '@tanstack/vue-query';
import { useI18n } from 'vue-i18n';
import { api, body, type Appointment } from '@/shared/api/client';
import type { paths } from '@/shared/api/generated/clinibus';
import { download } from '@/shared/lib/download';

type Language = NonNullable<
  paths['/api/appointments/{appointmentId}/calendar']['get']['parameters']['query']
>['language'];

/** Offers an appointment as a download for the reader's calendar. */
export function useCalendarFile() {
  const { locale } = useI18n();
  const { mutate, error } = useMutation({
    mutationFn: (appointment: Appointment) =>
      body(
        api.GET('/api/appointments/{appointmentId}/calendar', {
          params: { path: { appointmentId: appointment.id }, query: { language: locale.value as Language } },
        }),
      ),
    onSuccess: (file) => download(file.name, file.content, 'text/calendar;charset=utf-8'),
  });
  return { saveCalendarFile: (appointment: Appointment) => mutate(appointment), calendarProblem: error };
}
