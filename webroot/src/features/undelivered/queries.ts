import { useMutation } from '@tanstack/vue-query';
import { api, body, type Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';
import { pagesOf } from '@/shared/query/pages';

export type UndeliveredMail = Schemas['UndeliveredMail'];

const key = ['undelivered-mails'] as const;

/** Mails that were given up. */
export const undeliveredMailsQuery = () =>
  pagesOf<UndeliveredMail>(key, (cursor, signal) =>
    body(api.GET('/api/undelivered-mails', { params: { query: { limit: 30, cursor } }, signal })),
  );

const invalidate = () => queryClient.invalidateQueries({ queryKey: key });

export const useSendMailAgain = () =>
  useMutation({
    mutationFn: ({ id: mailId }: UndeliveredMail) =>
      api.POST('/api/undelivered-mails/{mailId}/send-again', { params: { path: { mailId } } }),
    onSettled: () => invalidate(),
  });

export const useDismissMail = () =>
  useMutation({
    mutationFn: ({ id: mailId }: UndeliveredMail) =>
      api.POST('/api/undelivered-mails/{mailId}/dismiss', { params: { path: { mailId } } }),
    onSettled: () => invalidate(),
  });
