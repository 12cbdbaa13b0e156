import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { api, body, type Appointment, type Schemas, type WaitlistEntry } from '@/shared/api/client';
import type { TopicPage } from '@/shared/api/live';
import { meTopic, type MeAbout } from '@/shared/api/topics';
import { useLive } from '@/shared/stores/live';
import { useSession } from '@/shared/stores/session';

/** No patient has more open entries. */
const atMost = 50;

/** The signed-in patient's waitlist entries and offers, live. */
export const useWaitlist = defineStore('waitlist', () => {
  const session = useSession();
  const live = useLive();
  const entries = shallowRef<WaitlistEntry[] | null>(null);
  const problem = shallowRef<unknown>(null);
  const offers = computed(() => (entries.value ?? []).filter((entry) => entry.offer));
  let current = false;
  let stops: (() => void)[] = [];

  function hear(page: TopicPage) {
    const told = (page.about as MeAbout | null)?.waitlist;
    current = page.current && told !== undefined;
    if (current && told) {
      entries.value = told;
    }
  }

  async function load() {
    try {
      const query = { patientId: session.user?.patientId, limit: atMost };
      const page = await body(api.GET('/api/waitlist', { params: { query } }));
      if (!current) {
        entries.value = page.items;
      }
      problem.value = null;
    } catch (thrown) {
      problem.value = thrown;
      throw thrown;
    }
  }

  watch(
    () => (session.hasRole('PATIENT') ? session.user?.patientId : undefined),
    (patientId) => {
      stops.forEach((stop) => stop());
      stops = [];
      entries.value = null;
      if (patientId) {
        stops = [live.watch(meTopic, hear), live.whileLost(load)];
        load().catch(() => undefined);
      }
    },
    { immediate: true },
  );

  function forget(entryId: string) {
    entries.value = entries.value?.filter(({ id }) => id !== entryId) ?? null;
  }

  function replace(entry: WaitlistEntry) {
    const others = entries.value?.filter(({ id }) => id !== entry.id) ?? [];
    entries.value = [...others, entry].sort((a, b) => a.joinedAt.localeCompare(b.joinedAt));
  }

  /** Adds an entry; one for another patient (front desk) is not among the user's own. */
  async function join(wish: Schemas['WaitlistWish']): Promise<WaitlistEntry> {
    const entry = await body(api.POST('/api/waitlist', { body: wish }));
    if (entry.patientId === session.user?.patientId) {
      replace(entry);
    }
    return entry;
  }

  async function leave(entryId: string) {
    await api.DELETE('/api/waitlist/{entryId}', { params: { path: { entryId } } });
    forget(entryId);
  }

  async function accept(entryId: string): Promise<Appointment> {
    const booked = await body(api.POST('/api/waitlist/{entryId}/accept', { params: { path: { entryId } } }));
    forget(entryId);
    return booked;
  }

  async function pass(entryId: string) {
    replace(await body(api.POST('/api/waitlist/{entryId}/pass', { params: { path: { entryId } } })));
  }

  return { entries, offers, problem, load, join, leave, accept, pass };
});
