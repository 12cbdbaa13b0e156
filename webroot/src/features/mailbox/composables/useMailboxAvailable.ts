import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { mailboxAvailableQuery } from '../queries';

/** Whether this clinic catches its own mails, as a first run does. Requested once. */
export function useMailboxAvailable() {
  const { data } = useQuery(mailboxAvailableQuery());
  return computed(() => data.value ?? false);
}
