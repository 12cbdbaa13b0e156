import { computed, onScopeDispose, ref, watch } from 'vue';
import type { ScheduleSlot } from '@/shared/api/client';

const staysMs = 2_000;

export interface SeenSlot extends ScheduleSlot {
  /** It has just gone: said for a moment, then its place stays empty so that nothing jumps. */
  leaving?: 'fading' | 'gone';
}

/**
 * The visible slots of a day: free ones, and for a moment those that have just been taken. Starts over with
 * another day.
 */
export function useLeaving(
  slots: () => readonly ScheduleSlot[],
  isOpen: (slot: ScheduleSlot) => boolean,
  day: () => string,
) {
  const leaving = ref(new Map<string, SeenSlot>());
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let seen = new Map<string, ScheduleSlot>();
  let seenDay = '';

  function leave(slot: ScheduleSlot, now: ScheduleSlot | undefined) {
    leaving.value.set(slot.start, { ...(now ?? slot), leaving: 'fading' });
    const timer = setTimeout(() => {
      timers.delete(timer);
      const left = leaving.value.get(slot.start);
      if (left) {
        left.leaving = 'gone';
      }
    }, staysMs);
    timers.add(timer);
  }

  function forget() {
    timers.forEach(clearTimeout);
    timers.clear();
    leaving.value.clear();
    seen.clear();
  }

  watch(
    () => [day(), slots(), slots().filter(isOpen)] as const,
    ([nowDay, all, open]) => {
      if (nowDay !== seenDay) {
        forget();
        seenDay = nowDay;
      }
      const opened = new Map(open.map((slot) => [slot.start, slot]));
      opened.forEach((_, start) => leaving.value.delete(start));
      seen.forEach((slot, start) => {
        if (!opened.has(start)) {
          leave(
            slot,
            all.find((one) => one.start === start),
          );
        }
      });
      seen = opened;
    },
    { immediate: true, flush: 'sync' },
  );
  onScopeDispose(forget);

  return computed<SeenSlot[]>(() =>
    [...slots().filter(isOpen), ...leaving.value.values()].sort(
      (a, b) => Date.parse(a.start) - Date.parse(b.start),
    ),
  );
}
