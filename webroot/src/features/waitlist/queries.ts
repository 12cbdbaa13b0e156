import { queryOptions, useMutation } from '@tanstack/vue-query';
import { invalidateFree } from '@/features/slots';
import { api, body, type Schemas, type WaitlistEntry } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';

/** No patient has more open entries, and no panel shows more. */
const atMost = 50;

export const waitlistKeys = {
  own: (patientId: string) => ['waitlist', 'own', patientId] as const,
  department: (departmentId: string | undefined) =>
    ['waitlist', 'department', departmentId ?? 'all'] as const,
};

/** What a patient waits for and was offered. The live topic keeps it right, so that it is read once. */
export const ownWaitlistQuery = (patientId: string | undefined) =>
  queryOptions({
    queryKey: waitlistKeys.own(patientId ?? ''),
    queryFn: async ({ signal }) => {
      const query = { patientId: patientId!, limit: atMost };
      return (await body(api.GET('/api/waitlist', { params: { query }, signal }))).items;
    },
    enabled: Boolean(patientId),
    staleTime: Infinity,
  });

/** Who waits for a time in a department, or in any, for those who may know. */
export const departmentWaitlistQuery = (departmentId: string | undefined, mayRead: boolean) =>
  queryOptions({
    queryKey: waitlistKeys.department(departmentId),
    queryFn: async ({ signal }) => {
      const query = { departmentId, limit: atMost };
      return (await body(api.GET('/api/waitlist', { params: { query }, signal }))).items;
    },
    enabled: mayRead,
  });

type Entries = (entries: WaitlistEntry[]) => WaitlistEntry[];

/** Updates the cached own entries, if they are cached. */
function changeOwn(patientId: string | undefined, change: Entries) {
  queryClient.setQueryData<WaitlistEntry[]>(
    waitlistKeys.own(patientId ?? ''),
    (known) => known && change(known),
  );
}

const without =
  (entryId: string): Entries =>
  (entries) =>
    entries.filter(({ id }) => id !== entryId);
const put =
  (entry: WaitlistEntry): Entries =>
  (entries) =>
    [...without(entry.id)(entries), entry].sort((a, b) => a.joinedAt.localeCompare(b.joinedAt));

/** Joins the waitlist; an entry that staff make for a patient is not among their own. */
export const useJoin = () =>
  useMutation({
    mutationFn: (wish: Schemas['WaitlistWish']) => body(api.POST('/api/waitlist', { body: wish })),
    onSuccess: (entry) => changeOwn(entry.patientId, put(entry)),
  });

export const useLeave = () =>
  useMutation({
    mutationFn: ({ id: entryId }: WaitlistEntry) =>
      api.DELETE('/api/waitlist/{entryId}', { params: { path: { entryId } } }),
    onSuccess: (_, entry) => {
      changeOwn(entry.patientId, without(entry.id));
      void queryClient.invalidateQueries({ queryKey: ['waitlist', 'department'] });
    },
  });

export const useAccept = () =>
  useMutation({
    mutationFn: ({ id: entryId }: WaitlistEntry) =>
      body(api.POST('/api/waitlist/{entryId}/accept', { params: { path: { entryId } } })),
    onSuccess: (_, entry) => {
      changeOwn(entry.patientId, without(entry.id));
      void invalidateFree();
    },
  });

export const usePass = () =>
  useMutation({
    mutationFn: ({ id: entryId }: WaitlistEntry) =>
      body(api.POST('/api/waitlist/{entryId}/pass', { params: { path: { entryId } } })),
    onSuccess: (entry) => {
      changeOwn(entry.patientId, put(entry));
      void invalidateFree();
    },
  });
