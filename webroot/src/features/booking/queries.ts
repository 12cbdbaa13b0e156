import { queryOptions, useMutation } from '@tanstack/vue-query';
import { freeFreshMs, freeKey } from '@/features/slots';
import { api, body, type DoctorSummary, type Schemas } from '@/shared/api/client';
import { fetchDoctor } from '@/shared/queries/directory';
import { pagesOf } from '@/shared/query/pages';

interface DoctorFilter {
  departmentId?: string;
  q: string;
  limit: number;
}

/** The doctors to choose from, page by page. */
export const doctorChoiceQuery = ({ departmentId, q, limit }: DoctorFilter) => {
  const filter = { departmentId, q: q.trim() || undefined, limit };
  return pagesOf<DoctorSummary>(['doctors', 'choice', filter], (cursor, signal) =>
    body(api.GET('/api/doctors', { params: { query: { ...filter, cursor } }, signal })),
  );
};

/** The earliest free time of a department, and whose it is; null when there is none. */
export const shortcutQuery = (departmentId: string, visitTypeId?: string) =>
  queryOptions({
    queryKey: [...freeKey, 'first', departmentId, visitTypeId] as const,
    queryFn: async ({ signal }) => {
      const query = { departmentId, visitTypeId, limit: 1 };
      const { slots } = await body(api.GET('/api/appointments/first-free', { params: { query }, signal }));
      return slots[0] ? { slot: slots[0], doctor: await fetchDoctor(slots[0].doctorId) } : null;
    },
    staleTime: freeFreshMs,
  });

/** Proposes doctors and times; nothing is booked by it. */
export const useProposals = () =>
  useMutation({
    mutationFn: (wish: Schemas['AssignmentWish']) =>
      body(api.POST('/api/appointments/auto-assign', { body: wish })),
  });
