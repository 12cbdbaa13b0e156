import { queryOptions, useMutation, useQueryClient } from '@tanstack/vue-query';
import { api, body, etag, type Schemas } from '@/shared/api/client';
import { pagesOf } from '@/shared/query/pages';

export type Erasure = Schemas['Erasure'];
export type Export = Schemas['Export'];
export type ExportRequest = Schemas['ExportRequest'];

const POLLING_MS = 2000;
const exportsKey = (patientId: string) => ['privacy', 'exports', patientId];
const erasuresKey = ['privacy', 'erasures'];
const retentionKey = ['privacy', 'retention'];

/** The latest copy of a patient's data; read again while it is being written. */
export const exportQuery = (patientId: string) =>
  queryOptions({
    queryKey: exportsKey(patientId),
    queryFn: async ({ signal }) => {
      const { items } = await body(
        api.GET('/api/privacy/exports', { params: { query: { patientId } }, signal }),
      );
      return items[0] ?? null;
    },
    refetchInterval: ({ state }) => (state.data?.state === 'PENDING' ? POLLING_MS : false),
  });

export function useAskForCopy(patientId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (language: 'en' | 'de' | 'es') =>
      body(api.POST('/api/privacy/exports', { body: { patientId, language } })),
    onSettled: () => cache.invalidateQueries({ queryKey: exportsKey(patientId) }),
  });
}

/** The ZIP file of a copy, joined from its sections. */
export async function fileOf({ id, parts }: Export) {
  const sections: ArrayBuffer[] = [];
  for (let number = 0; number < (parts ?? 0); number++) {
    const { content } = await body(
      api.GET('/api/privacy/exports/{exportId}/parts/{number}', {
        params: { path: { exportId: id, number } },
      }),
    );
    sections.push(Uint8Array.from(atob(content), (byte) => byte.charCodeAt(0)).buffer);
  }
  return new Blob(sections);
}

/** Who has asked for copies of whose data. */
export const exportRequestsQuery = () =>
  pagesOf<ExportRequest>(['privacy', 'export-requests'], (cursor, signal) =>
    body(api.GET('/api/privacy/exports/all', { params: { query: { cursor } }, signal })),
  );

export const erasuresQuery = () =>
  pagesOf<Erasure>([...erasuresKey, 'all'], (cursor, signal) =>
    body(api.GET('/api/privacy/erasures', { params: { query: { cursor } }, signal })),
  );

/** The open request of a patient with its plan, or null. */
export const openErasureQuery = (patientId: string) =>
  queryOptions({
    queryKey: [...erasuresKey, 'of', patientId],
    queryFn: async ({ signal }) => {
      const { items } = await body(
        api.GET('/api/privacy/erasures', {
          params: { query: { patientId, state: 'REQUESTED' } },
          signal,
        }),
      );
      return items[0] ? readErasure(items[0].id) : null;
    },
  });

/** A request with its plan of now. */
export const readErasure = (erasureId: string) =>
  body(api.GET('/api/privacy/erasures/{erasureId}', { params: { path: { erasureId } } }));

function useErasureMutation<T>(mutationFn: (what: T) => Promise<Erasure>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => cache.invalidateQueries({ queryKey: erasuresKey }),
  });
}

export const useRequestErasure = () =>
  useErasureMutation((patientId: string) => body(api.POST('/api/privacy/erasures', { body: { patientId } })));

export const useWithdrawErasure = () =>
  useErasureMutation((erasureId: string) =>
    body(api.POST('/api/privacy/erasures/{erasureId}/withdraw', { params: { path: { erasureId } } })),
  );

export const useConfirmErasure = () =>
  useErasureMutation(({ id, plan }: Erasure) =>
    body(
      api.POST('/api/privacy/erasures/{erasureId}/confirm', {
        params: { path: { erasureId: id } },
        body: { planVersion: plan!.version },
      }),
    ),
  );

export const retentionQuery = () =>
  queryOptions({
    queryKey: retentionKey,
    queryFn: async () => (await body(api.GET('/api/privacy/retention'))).items,
  });

export function useSetRetention() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, version, days, source, automatic }: Schemas['RetentionPeriod']) =>
      body(
        api.PUT('/api/privacy/retention/{kind}', {
          params: { path: { kind }, header: { 'If-Match': etag(version) } },
          body: { days, source, automatic },
        }),
      ),
    onSettled: () => cache.invalidateQueries({ queryKey: retentionKey }),
  });
}
