import { useMutation } from '@tanstack/vue-query';
import { api, type Schemas } from '@/shared/api/client';

export const useChangePassword = () =>
  useMutation({
    mutationFn: (change: Schemas['PasswordChange']) => api.PUT('/api/auth/password', { body: change }),
  });
