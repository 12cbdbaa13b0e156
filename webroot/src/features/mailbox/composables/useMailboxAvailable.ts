import { defineStore, storeToRefs } from 'pinia';
import { ref } from 'vue';
import { api } from '@/shared/api/client';

const useMailbox = defineStore('mailbox', () => {
  const available = ref(false);
  let asked = false;

  async function check() {
    if (!asked) {
      asked = true;
      available.value = await api.GET('/api/mailbox', { params: { query: { limit: 1 } } }).then(
        () => true,
        () => false,
      );
    }
  }

  return { available, check };
});

/** Whether this clinic catches its own mails, as a first run does. Requested once. */
export function useMailboxAvailable() {
  const mailbox = useMailbox();
  void mailbox.check();
  return storeToRefs(mailbox).available;
}
