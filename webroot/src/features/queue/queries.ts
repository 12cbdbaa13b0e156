import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, type Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';
import { pagesOf } from '@/shared/query/pages';

const keys = {
  queue: ['queue', 'today'] as const,
  walls: ['queue', 'walls'] as const,
};

/** The patients who wait today. */
export const queueQuery = () =>
  queryOptions({
    queryKey: keys.queue,
    queryFn: async ({ signal }) => (await body(api.GET('/api/queue', { signal }))).items,
  });

/** Calls a patient who waits to the room. */
export const useCall = () =>
  useMutation({
    mutationFn: (appointmentId: string) =>
      api.POST('/api/appointments/{appointmentId}/call', { params: { path: { appointmentId } } }),
  });

/** The screens in waiting rooms, of which all fit one page. */
export const wallsQuery = () =>
  pagesOf<Schemas['Wall']>(keys.walls, (_, signal) => body(api.GET('/api/walls', { signal })));

const onWalls = () => queryClient.invalidateQueries({ queryKey: keys.walls });

export const useAddWall = () =>
  useMutation({
    mutationFn: (details: Schemas['WallDetails']) => body(api.POST('/api/walls', { body: details })),
    onSuccess: onWalls,
  });

export const useRemoveWall = () =>
  useMutation({
    mutationFn: (wallId: string) => api.DELETE('/api/walls/{wallId}', { params: { path: { wallId } } }),
    onSuccess: onWalls,
  });
