import { useMutation } from '@tanstack/vue-query';
import { api, body, etag, type Schemas } from '@/shared/api/client';
import { directoryKeys } from '@/shared/queries/directory';
import { queryClient } from '@/shared/query/client';
import { useClinic } from '@/shared/stores/clinic';

/** The settings themselves are read by the clinic's store, before the first page is shown. */
/** What another time zone would change. */
export const fetchZoneChange = (zone: string) =>
  body(api.GET('/api/settings/zone-change', { params: { query: { zone } } }));

export function useSaveSettings() {
  const clinic = useClinic();
  return useMutation({
    mutationFn: ({ details, version }: { details: Schemas['PolicyDetails']; version: number }) =>
      body(api.PUT('/api/settings', { params: { header: { 'If-Match': etag(version) } }, body: details })),
    onSuccess: (policy) => {
      clinic.policy = policy;
      void queryClient.invalidateQueries({ queryKey: directoryKeys.translations });
    },
  });
}
