import { defineStore } from 'pinia';
import { ref } from 'vue';
import { api } from '@/api/client';

/** Whether this clinic catches its own mails, as a first run does. Asked for once. */
export const useMailbox = defineStore('mailbox', () => {
  const there = ref(false);
  let asked = false;

  async function look() {
    if (!asked) {
      asked = true;
      there.value = await api.GET('/api/mailbox', { params: { query: { limit: 1 } } }).then(
        () => true,
        () => false,
      );
    }
  }

  return { there, look };
});
