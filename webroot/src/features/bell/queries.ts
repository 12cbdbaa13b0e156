import { queryOptions } from '@tanstack/vue-query';
import { api, body } from '@/shared/api/client';

/** What waits for the signed-in member of staff, in numbers. */
export const toDoQuery = () =>
  queryOptions({
    queryKey: ['to-do'] as const,
    queryFn: async ({ signal }) => (await body(api.GET('/api/to-do', { signal }))).items,
  });
