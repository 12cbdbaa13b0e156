import { useEventListener, useIntervalFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { LiveClient } from '@/shared/api/live';
import { workers } from '@/shared/routing';
import { useClinic } from './clinic';
import { useSession } from './session';

/** A loss that is made good sooner is not worth a word. */
const briefMs = 1_000;
const staleAfterMs = 8_000;
/** How often pages are read again by themselves while the connection is lost. */
const pollEveryMs = 30_000;

type Reload = () => Promise<unknown>;

/** The live connection: everything that pages watch goes over it, and one dot shows how it is. */
export const useLive = defineStore('live', () => {
  const session = useSession();
  const clinic = useClinic();
  const staff = computed(() => session.hasRole(...workers));
  const live = ref(false);
  const lostAt = ref<number | null>(null);
  const lostFor = ref(0);
  /** Whether the device itself has no network: nothing will come back by itself soon. */
  const offline = ref(false);
  /** When all that is shown was last known to be right, while it may not be. */
  const since = ref<Date | null>(null);
  /** How many places show something live. */
  const watching = ref(0);
  const fallbacks = new Set<Reload>();
  const tick = useIntervalFn(() => (lostFor.value = Date.now() - lostAt.value!), briefMs, {
    immediate: false,
  });
  const poll = useIntervalFn(() => void readAgain(), pollEveryMs, { immediate: false });

  const client = new LiveClient({
    url: `${location.origin.replace(/^http/, 'ws')}/api/live`,
    connect: (url) => new WebSocket(url),
    token: (refused) => (refused ? session.refresh() : session.accessToken()),
    clock: clinic.adjust,
    isWatched: () => staff.value,
    changed(now, at) {
      tick.pause();
      poll.pause();
      live.value = now;
      offline.value = offline.value && !now;
      lostAt.value = now ? null : at;
      lostFor.value = now ? 0 : Date.now() - at;
      since.value = now ? null : new Date(at + clinic.ahead);
      if (!now) {
        tick.resume();
        poll.resume();
      }
    },
  });

  const state = computed<'live' | 'reconnecting' | 'stale'>(() => {
    if (live.value || (lostFor.value < briefMs && !offline.value)) {
      return 'live';
    }
    return lostFor.value < staleAfterMs && !offline.value ? 'reconnecting' : 'stale';
  });

  async function readAgain() {
    if (document.hidden || fallbacks.size === 0) {
      return;
    }
    const asked = new Date(Date.now() + clinic.ahead);
    const answers = await Promise.allSettled([...fallbacks].map((reload) => reload()));
    if (!live.value && answers.every(({ status }) => status === 'fulfilled')) {
      since.value = asked;
    }
  }

  watch(
    () => session.user?.id,
    () => client.restart(),
  );
  watch(
    () => session.renewals,
    () => client.renew(),
  );
  useEventListener(document, 'visibilitychange', () => !document.hidden && client.wake());
  useEventListener(window, 'online', () => {
    offline.value = false;
    client.wake();
  });
  useEventListener(window, 'offline', () => {
    offline.value = true;
    client.offline();
  });

  function watchTopic(...[topic, listener]: Parameters<LiveClient['watch']>) {
    const stop = client.watch(topic, listener);
    watching.value++;
    return () => {
      stop();
      watching.value--;
    };
  }

  /** Reads over REST what a topic shows, now and then while the connection is lost; until the returned function is called. */
  function whileLost(reload: Reload): () => void {
    fallbacks.add(reload);
    return () => fallbacks.delete(reload);
  }

  return {
    state,
    watching,
    since,
    watch: watchTopic,
    whileLost,
    keep: client.keep.bind(client),
    forget: client.forget.bind(client),
  };
});
