import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { LiveClient } from '@/api/live';
import { useClinic } from '@/stores/clinic';
import { useSession } from '@/stores/session';

/** A loss that is made good sooner is not worth a word. */
const briefMs = 1_000;
const staleAfterMs = 8_000;

/** The live connection: everything that pages watch goes over it, and one dot shows how it is. */
export const useLive = defineStore('live', () => {
  const session = useSession();
  const clinic = useClinic();
  const live = ref(false);
  const lostAt = ref<Date | null>(null);
  const lostFor = ref(0);
  /** How many places show something live. */
  const watching = ref(0);
  let timer: ReturnType<typeof setInterval> | undefined;

  const client = new LiveClient({
    url: `${location.origin.replace(/^http/, 'ws')}/api/live`,
    connect: (url) => new WebSocket(url),
    token: (refused) => (refused ? session.refresh() : session.accessToken()),
    clock: clinic.adjust,
    changed(now) {
      live.value = now;
      lostAt.value = now ? null : new Date();
      lostFor.value = 0;
      clearInterval(timer);
      if (!now) {
        timer = setInterval(() => (lostFor.value = Date.now() - lostAt.value!.getTime()), briefMs);
      }
    },
  });

  const state = computed<'live' | 'reconnecting' | 'stale'>(() =>
    live.value || lostFor.value < briefMs ? 'live' : lostFor.value < staleAfterMs ? 'reconnecting' : 'stale',
  );

  watch(
    () => session.user?.id,
    () => client.restart(),
  );
  watch(
    () => session.renewals,
    () => client.renew(),
  );
  document.addEventListener('visibilitychange', () => !document.hidden && client.wake());
  window.addEventListener('online', () => client.wake());

  function watchTopic(...[topic, listener]: Parameters<LiveClient['watch']>) {
    const stop = client.watch(topic, listener);
    watching.value++;
    return () => {
      stop();
      watching.value--;
    };
  }

  return {
    state,
    watching,
    /** Since when pages may be out of date, or null. */
    since: lostAt,
    watch: watchTopic,
    keep: client.keep.bind(client),
    forget: client.forget.bind(client),
  };
});
