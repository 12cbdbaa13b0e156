import { queryOptions, useMutation, useQueryClient } from '@tanstack/vue-query';
import { api, body, type Schemas } from '@/shared/api/client';

export const useRegister = () =>
  useMutation({
    mutationFn: (registration: Schemas['Registration']) =>
      body(api.POST('/api/auth/register', { body: registration })),
  });

export const useRequestPasswordReset = () =>
  useMutation({
    mutationFn: (email: string) => api.POST('/api/auth/password-reset', { body: { email } }),
  });

export const useChangePassword = () =>
  useMutation({
    mutationFn: (change: Schemas['PasswordChange']) => api.PUT('/api/auth/password', { body: change }),
  });

export const useRequestAddressChange = () =>
  useMutation({
    mutationFn: (change: Schemas['AddressChange']) => api.POST('/api/auth/address-change', { body: change }),
  });

export const useConfirmAddressChange = () =>
  useMutation({
    mutationFn: (token: string) =>
      body(api.POST('/api/auth/address-change/confirmation', { body: { token } })),
  });

export const useRefuseAddressChange = () =>
  useMutation({
    mutationFn: (token: string) => api.POST('/api/auth/address-change/refusal', { body: { token } }),
  });

export const useConfirmAddress = () =>
  useMutation({
    mutationFn: (token: string) => api.POST('/api/auth/address-confirmation', { body: { token } }),
  });

export const useLinkPatientInvitation = () =>
  useMutation({
    mutationFn: (token: string) => api.POST('/api/auth/patient-invitation/link', { body: { token } }),
  });

const devicesKey = ['account', 'devices'];

export const devicesQuery = () =>
  queryOptions({
    queryKey: devicesKey,
    queryFn: async () => (await body(api.GET('/api/auth/sessions'))).sessions,
  });

/** Signs out on one device, or without an id on all others. */
export function useEndSessions() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string | null) =>
      sessionId
        ? api.DELETE('/api/auth/sessions/{sessionId}', { params: { path: { sessionId } } })
        : api.DELETE('/api/auth/sessions'),
    onSettled: () => cache.invalidateQueries({ queryKey: devicesKey }),
  });
}

const factorsKey = ['account', 'factors'];

export const factorsQuery = () =>
  queryOptions({
    queryKey: factorsKey,
    queryFn: () => body(api.GET('/api/auth/factors')),
  });

export const useStartTotp = () => useMutation({ mutationFn: () => body(api.POST('/api/auth/factors/totp')) });

export function useConfirmTotp() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (confirmation: Schemas['TotpConfirmation']) =>
      body(api.POST('/api/auth/factors/totp/confirmation', { body: confirmation })),
    onSuccess: () => cache.invalidateQueries({ queryKey: factorsKey }),
  });
}

export const useStartPasskey = () =>
  useMutation({ mutationFn: () => body(api.POST('/api/auth/factors/passkeys')) });

export function useConfirmPasskey() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (confirmation: Schemas['PasskeyConfirmation']) =>
      body(api.POST('/api/auth/factors/passkeys/confirmation', { body: confirmation })),
    onSuccess: () => cache.invalidateQueries({ queryKey: factorsKey }),
  });
}

export function useRenameFactor() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ factorId, name }: { factorId: string; name: string }) =>
      api.PUT('/api/auth/factors/{factorId}', { params: { path: { factorId } }, body: { name } }),
    onSettled: () => cache.invalidateQueries({ queryKey: factorsKey }),
  });
}

export function useRemoveFactor() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (factorId: string) =>
      api.DELETE('/api/auth/factors/{factorId}', { params: { path: { factorId } } }),
    onSettled: () => cache.invalidateQueries({ queryKey: factorsKey }),
  });
}

export function useReplaceRecoveryCodes() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async () => (await body(api.POST('/api/auth/factors/recovery-codes'))).codes,
    onSuccess: () => cache.invalidateQueries({ queryKey: factorsKey }),
  });
}
