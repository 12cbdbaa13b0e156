import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { Hold, HoldWish, Role } from '@/shared/api/client';
import { ApiProblem } from '@/shared/api/problem';
import { useCountdown } from '@/shared/composables/useCountdown';
import { useHolds } from './useHolds';
import { useSession } from '@/shared/stores/session';

const mayHold: Role[] = ['ADMIN', 'RECEPTIONIST', 'DOCTOR', 'PATIENT'];
/** Somebody else was faster, or the doctor does not offer the time any more. */
const gone = ['slot-held', 'slot-taken', 'slot-not-offered'];

/** Whether a failure means that the time is not available, so that others are offered. */
export function isGone(problem: unknown): problem is ApiProblem {
  return problem instanceof ApiProblem && gone.includes(problem.slug);
}

/**
 * Holds a slot during confirmation: from the selection until it changes, the page is left, or the slot is
 * booked. The hold of a visitor passes to who logs in.
 */
export function useHold(wish: () => HoldWish | null, onGone: (wish: HoldWish, problem: ApiProblem) => void) {
  const holds = useHolds();
  const session = useSession();
  const id = ref<string | null>(null);
  const taking = ref(false);
  /** Why nothing is held; the slot may still be free. */
  const problem = shallowRef<unknown>(null);
  /** Whether the time was held until it ran out. */
  const expired = ref(false);
  /** Whether the slot is being booked just now. */
  const spending = ref(false);
  let asked = 0;
  /** The answer that is awaited, if any. */
  let answer: Promise<void> = Promise.resolve();

  const hold = computed<Hold | null>(() => holds.mine.find((one) => one.id === id.value) ?? null);
  const state = computed(() =>
    taking.value
      ? 'taking'
      : hold.value
        ? 'held'
        : expired.value
          ? 'expired'
          : problem.value
            ? 'refused'
            : 'none',
  );

  /** Holds the slot, unless it is being booked: that would be refused, because it has just been taken. */
  function take(): Promise<void> {
    if (!spending.value) {
      answer = ask();
    }
    return answer;
  }

  async function ask() {
    const wanted = wish();
    const mine = ++asked;
    problem.value = null;
    expired.value = false;
    if (!wanted || (session.signedIn && !session.hasRole(...mayHold))) {
      taking.value = false;
      return;
    }
    taking.value = true;
    try {
      const taken = await holds.take(wanted);
      if (asked === mine) {
        id.value = taken.id;
      } else if (!sameSlot(wanted, wish())) {
        void holds.release(taken);
      }
    } catch (thrown) {
      if (asked === mine) {
        problem.value = thrown;
        if (isGone(thrown)) {
          onGone(wanted, thrown);
        }
      }
    } finally {
      if (asked === mine) {
        taking.value = false;
      }
    }
  }

  function release() {
    const before = hold.value;
    asked++;
    id.value = null;
    if (before) {
      void holds.release(before);
    }
  }

  watch(
    [() => slotOf(wish()), () => session.user?.id],
    () => {
      release();
      void take();
    },
    { immediate: true },
  );
  watch(hold, (now, before) => {
    if (before && !now && id.value === before.id && !spending.value) {
      id.value = null;
      expired.value = true;
    }
  });
  // After a long sleep, or when the clinic's clock turns out to be ahead, before its own timer ends it.
  const seconds = useCountdown(() => hold.value?.expiresAt);
  watch(
    () => (seconds.value === 0 ? hold.value : null),
    (over) => over && holds.drop(over.id),
  );
  watch(
    () => holds.returns,
    () => void take(),
  );
  onScopeDispose(release);

  /** Does the work that turns the hold into an appointment, after the hold that is being asked for has been answered. */
  async function spend<T>(work: () => Promise<T>): Promise<T> {
    spending.value = true;
    try {
      await answer;
      const result = await work();
      const used = id.value;
      id.value = null;
      if (used) {
        holds.drop(used);
      }
      return result;
    } catch (failed) {
      spending.value = false;
      if (!id.value && !isGone(failed)) {
        void take();
      }
      throw failed;
    } finally {
      spending.value = false;
    }
  }

  /** The hold has ended on the server: holds the slot again if it is free. */
  function lost() {
    const before = id.value;
    id.value = null;
    if (before) {
      holds.drop(before);
    }
    return take();
  }

  /** A registration takes longer than a booking: a visitor gets more time, once. */
  async function extend() {
    await holds.extend().catch(() => undefined); // or else it is held for as long as it was
  }

  /** Leaves the hold to another page, which comes back to it. */
  function handOver() {
    id.value = null;
  }

  return { state, hold, problem, spending, again: take, lost, spend, extend, handOver };
}

export type Holding = ReturnType<typeof useHold>;

function slotOf(wish: HoldWish | null): string | null {
  return wish && `${wish.doctorId} ${Date.parse(wish.start)} ${wish.visitTypeId ?? ''}`;
}

function sameSlot(one: HoldWish | null, other: HoldWish | null): boolean {
  return slotOf(one) === slotOf(other);
}
