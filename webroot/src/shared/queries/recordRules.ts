import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, etag, type Schemas } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';

const key = ['record-rules'] as const;

/** The clinic's rules for who may read records, and when; for administrators and doctors. */
export const recordRulesQuery = () =>
  queryOptions({
    queryKey: key,
    queryFn: ({ signal }) => body(api.GET('/api/clinic/record-rules', { signal })),
  });

export const useSetRecordRules = () =>
  useMutation({
    mutationFn: ({ version, details }: { version: number; details: Schemas['RecordRuleDetails'] }) =>
      body(
        api.PUT('/api/clinic/record-rules', {
          params: { header: { 'If-Match': etag(version) } },
          body: details,
        }),
      ),
    onSuccess: (rules) => queryClient.setQueryData(key, rules),
  });
