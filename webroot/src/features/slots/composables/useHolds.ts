import { useEventListener } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import { api, body, type Hold, type HoldWish } from '@/shared/api/client';
import { useClinic } from '@/shared/stores/clinic';
import { useLive } from '@/shared/stores/live';
import { useSession } from '@/shared/stores/session';

/** How long the public view of a day may be behind a hold that was released. */
const behindMs = 2_000;
/** Holds that were released while the page closed: the answer to that never came. */
const leftKey = 'clinibus.left-holds';

type Place = Pick<Hold, 'doctorId' | 'start'>;

/** The reader's holds, until they are booked, released or expired. Visitors hold one slot at a time. */
export const useHolds = defineStore('holds', () => {
  const clinic = useClinic();
  const live = useLive();
  const session = useSession();
  const mine = ref<Hold[]>([]);
  /** Released, but the public view of the day may not know it yet. */
  const leaving = ref<Hold[]>([]);
  /** Grows when the page comes back out of the browser's memory, without its holds. */
  const returns = ref(0);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** The answers to come of holds that are being released: the same time must not be asked for before. */
  const removals = new Map<string, Promise<unknown>>();
  let left: Promise<unknown> | null = null;
  let loaded: Promise<void> | null = null;

  const leftMs = (hold: Hold) => Date.parse(hold.expiresAt) - Date.now() - clinic.ahead;
  const find = (place: Place, among = mine.value) =>
    among.find(
      (hold) =>
        hold.doctorId === place.doctorId &&
        Date.parse(hold.start) === Date.parse(place.start) &&
        leftMs(hold) > 0,
    );

  function add(hold: Hold) {
    mine.value = [...mine.value.filter(({ id }) => id !== hold.id), hold];
    clearTimeout(timers.get(hold.id));
    timers.set(
      hold.id,
      setTimeout(() => drop(hold.id), leftMs(hold)),
    );
    if (session.signedIn) {
      live.keep(hold.id, () => drop(hold.id));
    }
  }

  /** The hold has ended: booked, expired or released. */
  function drop(id: string) {
    clearTimeout(timers.get(id));
    timers.delete(id);
    live.forget(id);
    mine.value = mine.value.filter((hold) => hold.id !== id);
  }

  const remove = (holdId: string) => {
    const one = { params: { path: { holdId } }, keepalive: true };
    return session.signedIn
      ? api.DELETE('/api/holds/{holdId}', one)
      : api.DELETE('/api/visitor-holds/{holdId}', one);
  };

  const request = ({ doctorId, start, patientId, visitTypeId }: HoldWish) =>
    session.signedIn
      ? api.POST('/api/holds', { body: { doctorId, start, patientId, visitTypeId } })
      : api.POST('/api/visitor-holds', { body: { doctorId, start, visitTypeId } });

  /** Lets a hold go. Whatever comes of it, it ends by itself soon. */
  async function release(hold: Hold) {
    drop(hold.id);
    leaving.value = [...leaving.value, hold];
    const removal = remove(hold.id).catch(() => undefined);
    removals.set(hold.id, removal);
    await removal;
    removals.delete(hold.id);
    setTimeout(() => (leaving.value = leaving.value.filter(({ id }) => id !== hold.id)), behindMs);
  }

  /** The page before this one released these while it closed; a new hold must not be mistaken for one of them. */
  function finishLeft(): Promise<unknown> {
    left ??= (async () => {
      const ids = JSON.parse(sessionStorage.getItem(leftKey) ?? '[]') as string[];
      sessionStorage.removeItem(leftKey);
      await Promise.allSettled(ids.map(remove));
    })();
    return left;
  }

  /** Learns, once, what is held already: by this page before it was loaded again, or by another one. */
  function load(): Promise<void> {
    loaded ??= (async () => {
      await finishLeft();
      const { items } = await body(api.GET('/api/holds'));
      items.filter((hold) => leftMs(hold) > 0).forEach(add);
    })();
    loaded.catch(() => (loaded = null));
    return loaded;
  }

  /** Holds a slot, or goes on with the hold that there is: of a type, the server knows whether it is as long. */
  async function take(wish: HoldWish): Promise<Hold> {
    const before = leaving.value.filter((hold) => find(wish, [hold])).map(({ id }) => removals.get(id));
    await Promise.all([finishLeft(), ...before]);
    const hold = (!wish.visitTypeId && find(wish)) || (await body<Hold>(request(wish)));
    add(hold);
    return hold;
  }

  /** Makes a visitor's hold last for a registration. */
  async function extend() {
    add(await body(api.POST('/api/visitor-holds/extension')));
  }

  /** Whether a slot that all see as held is held by the reader. */
  function isMine(place: Place): boolean {
    return Boolean(find(place) ?? find(place, leaving.value));
  }

  function leaveAll() {
    if (mine.value.length > 0) {
      sessionStorage.setItem(leftKey, JSON.stringify(mine.value.map(({ id }) => id)));
      mine.value.forEach((hold) => void release(hold));
    }
  }
  useEventListener(window, 'pagehide', leaveAll);
  useEventListener(window, 'pageshow', (event) => {
    if (event.persisted) {
      left = null;
      returns.value++;
    }
  });

  watch(
    () => session.user?.id,
    () => {
      mine.value.forEach(({ id }) => drop(id));
      loaded = null;
    },
    { flush: 'sync' },
  );

  return { mine, returns, load, take, extend, release, drop, isMine };
});
