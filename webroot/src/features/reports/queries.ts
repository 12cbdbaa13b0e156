import { queryOptions } from '@tanstack/vue-query';
import { api, body } from '@/shared/api/client';

/** The clinic in numbers; the live topic brings it up to date. */
export const overviewQuery = () =>
  queryOptions({
    queryKey: ['reports', 'overview'] as const,
    queryFn: ({ signal }) => body(api.GET('/api/overview', { signal })),
  });
