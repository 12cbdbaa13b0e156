import { queryOptions } from '@tanstack/vue-query';
import { api, body, type Schemas } from '@/shared/api/client';
import { pagesOf } from '@/shared/query/pages';

export const mailsQuery = () =>
  pagesOf<Schemas['MailSummary']>(['mailbox', 'list'], (cursor, signal) =>
    body(api.GET('/api/mailbox', { params: { query: { limit: 30, cursor } }, signal })),
  );

export const mailQuery = (mailId: string | undefined) =>
  queryOptions({
    queryKey: ['mailbox', 'one', mailId ?? ''] as const,
    queryFn: ({ signal }) =>
      body(api.GET('/api/mailbox/{mailId}', { params: { path: { mailId: mailId! } }, signal })),
    enabled: Boolean(mailId),
  });

/** Whether this clinic catches its own mails, as a first run does. It does not change while the app is open. */
export const mailboxAvailableQuery = () =>
  queryOptions({
    queryKey: ['mailbox', 'available'] as const,
    queryFn: () =>
      api.GET('/api/mailbox', { params: { query: { limit: 1 } } }).then(
        () => true,
        () => false,
      ),
    staleTime: Infinity,
    gcTime: Infinity,
  });
