import { queryOptions, useMutation } from '@tanstack/vue-query';
import { api, body, type Role, type Schemas, type User } from '@/shared/api/client';
import { queryClient } from '@/shared/query/client';
import { pagesOf, replaceInPages } from '@/shared/query/pages';

const keys = { list: ['users', 'list'] as const };

interface Filter {
  q: string;
  role: Role | '';
  onlyBlocked: boolean;
}

export const usersQuery = ({ q, role, onlyBlocked }: Filter) => {
  const filter = { q: q.trim() || undefined, role: role || undefined, blocked: onlyBlocked || undefined };
  return pagesOf<User>([...keys.list, filter], (cursor, signal) =>
    body(api.GET('/api/users', { params: { query: { ...filter, limit: 30, cursor } }, signal })),
  );
};

/** The doctors to whom an account can belong. */
export const doctorsForAccountsQuery = (wanted: boolean) =>
  queryOptions({
    queryKey: ['doctors', 'for-accounts'] as const,
    queryFn: async ({ signal }) =>
      (await body(api.GET('/api/doctors', { params: { query: { limit: 200 } }, signal }))).items,
    enabled: wanted,
  });

const invalidate = () => queryClient.invalidateQueries({ queryKey: keys.list });

export const useInvite = () =>
  useMutation({
    mutationFn: (user: Schemas['NewUser']) => body(api.POST('/api/users', { body: user })),
    onSuccess: () => void invalidate(),
  });

export const useRenewInvitation = () =>
  useMutation({
    mutationFn: ({ id: userId }: User) =>
      body(api.POST('/api/users/{userId}/invitation', { params: { path: { userId } } })),
    onSuccess: () => void invalidate(),
  });

export const useUpdateUser = () =>
  useMutation({
    mutationFn: ({ user, roles }: { user: User; roles: Schemas['UserRoles'] }) =>
      body(api.PUT('/api/users/{userId}', { params: { path: { userId: user.id } }, body: roles })),
    onSuccess: (user) => replaceInPages(keys.list, user),
  });

export const useRemoveFactors = () =>
  useMutation({
    mutationFn: ({ id: userId }: User) =>
      api.DELETE('/api/users/{userId}/factors', { params: { path: { userId } } }),
  });

interface BlockChange {
  user: User;
  /** Without it the account is unblocked. */
  block?: Schemas['Blocking'] & { cancelAppointments: boolean };
}

export const useSetBlocked = () =>
  useMutation({
    mutationFn: ({ user, block }: BlockChange) => {
      const path = { userId: user.id };
      return body(
        block
          ? api.POST('/api/users/{userId}/block', {
              params: { path, query: { cancelAppointments: block.cancelAppointments } },
              body: { reason: block.reason },
            })
          : api.POST('/api/users/{userId}/unblock', { params: { path } }),
      );
    },
    onSuccess: (user) => replaceInPages(keys.list, user),
  });
