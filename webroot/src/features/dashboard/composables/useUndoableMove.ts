import { until } from '@vueuse/core';
import { computed, nextTick, ref, shallowRef, watch, watchEffect } from 'vue';
import { useReschedule } from '@/features/appointments';
import { isGone } from '@/features/slots';
import { useI18n } from 'vue-i18n';
import type { Appointment, FreeSlot } from '@/shared/api/client';
import type { DayVisit } from '@/shared/api/topics';
import { useFormat } from '@/shared/composables/useFormat';
import { useProblemMessages } from '@/shared/composables/useProblemMessages';
import { useNotices } from '@/shared/stores/notices';
import { useMoveTexts } from './useMoveTexts';
import type { Board, Column } from './useBoard';
import { useMoveTarget, type Target } from './useMoveTarget';
import type { Shelf } from './useShelf';
import { minutesOf, type Span } from '../lib/layout';

/**
 * Carries out the move of a visit to the target that was chosen by drag or keys (useMoveTarget), and announces it,
 * with the focus on the visit afterwards. To another time of the same doctor it is moved at once, with an undo for a
 * few seconds; what changes more is confirmed in a dialog.
 *
 * @param shelf what is carried there leaves it with the move
 * @param focusVisit puts the focus on a visit's card, or on its place of the shelf; false if it has neither
 */
export function useUndoableMove(
  board: Board,
  shelf: Pick<Shelf, 'visit' | 'drop'>,
  say: (text: string) => void,
  focusVisit: (id: string) => boolean,
) {
  const { t } = useI18n();
  const format = useFormat();
  const notices = useNotices();
  const words = useMoveTexts();
  const problems = useProblemMessages();
  const { mutateAsync: reschedule } = useReschedule();
  const move = useMoveTarget(board);

  /** The notice of the last move, while it can be undone. */
  let undoing: number | null = null;
  const confirming = ref(false);
  const to = shallowRef<{ doctorId: string; start: string; end: string } | null>(null);
  const asked = shallowRef<DayVisit | null>(null);

  /** What is being chosen, while that is done with the keyboard or by pressing a free time. */
  const prompt = computed(() => {
    const now = move.aiming.value;
    return now?.by === 'keys'
      ? t('dashboard.moving', { patient: now.visit.patientName, time: format.time(now.visit.start) })
      : null;
  });

  /** A visit of the board or of the shelf. */
  const find = (visitId: string) => board.visit(visitId) ?? shelf.visit(visitId);

  function begin(visitId: string) {
    const visit = find(visitId);
    if (visit?.status === 'BOOKED') {
      move.begin(visit, 'keys');
    }
  }

  /** Puts a visit at a free time that is known. */
  function carryTo(visit: DayVisit, column: Column, slot: Span) {
    move.begin(visit, 'keys');
    move.aimAtSlot(column, slot);
    if (move.put()) {
      put();
    } else {
      refuse();
    }
  }

  /** Free times may come a moment after the visits. */
  watchEffect(() => {
    const now = move.aiming.value;
    if (now?.by === 'keys' && !now.target && move.seek() === 'none') {
      cancel();
      notices.problem(t('dashboard.nothingFree'));
    }
  });

  watch(
    () => move.aiming.value?.target,
    (target) => target && say(words.aim(move.aiming.value!.visit, target)),
  );

  function put() {
    const { visit, target } = move.moving.value!;
    if (isSimple(visit, target!)) {
      void moveNow(visit, target!);
    } else {
      ask(visit, target!);
    }
  }

  function ask(visit: DayVisit, { column, start, end }: Target) {
    asked.value = visit;
    to.value = { doctorId: column.doctor.id, start, end };
    confirming.value = true;
  }

  /** Whether nothing but the time changes, and the time that is left could be had again. */
  function isSimple(visit: DayVisit, target: Target): boolean {
    const left = target.column.slots.value?.find(
      ({ start }) => Date.parse(start) === Date.parse(visit.start),
    );
    return (
      target.column.doctor.id === visit.doctorId &&
      visit.lane === 'REGULAR' &&
      left?.state === 'TAKEN' &&
      minutesOf(target) === minutesOf(visit)
    );
  }

  async function moveNow(visit: DayVisit, target: Target) {
    try {
      const moved = await reschedule({
        appointment: visit,
        change: { start: target.start, undoable: true },
      });
      move.end();
      shelf.drop(visit.id);
      undoing = notices.undoable(whereTo(moved), {
        text: t('dashboard.undo'),
        run: () => moveBack(visit, moved),
      });
      say(whereTo(moved));
      void nextTick(() => focusVisit(visit.id));
    } catch (problem) {
      if (isGone(problem)) {
        ask(visit, target);
      } else {
        cancel();
        notices.problem(problems(problem));
      }
    }
  }

  async function moveBack(visit: DayVisit, moved: Appointment) {
    try {
      const back = await reschedule({ appointment: moved, change: { start: visit.start } });
      notices.done(t('dashboard.undone', { patient: back.patientName, time: format.time(back.start) }));
      focusVisit(visit.id);
    } catch (problem) {
      notices.problem(t('dashboard.notUndone', { patient: moved.patientName, why: problems(problem) }));
    }
  }

  const whereTo = (moved: Appointment) =>
    t('dashboard.moved', {
      patient: moved.patientName,
      time: format.time(moved.start),
      doctor: moved.doctorName,
    });

  function refuse() {
    const target = move.moving.value?.target;
    cancel(target?.refusal ? words.refusal(target.refusal) : undefined);
  }

  function cancel(why?: string) {
    const visit = move.moving.value?.visit;
    move.end();
    if (visit) {
      say([why, t('dashboard.notMoved', { patient: visit.patientName })].filter(Boolean).join(' '));
      void nextTick(() => focusVisit(visit.id));
    }
  }

  watch(confirming, async (open) => {
    if (!open) {
      move.end();
      await nextTick();
      if (asked.value && !focusVisit(asked.value.id)) {
        await focusOnceShown(asked.value.id);
      }
    }
  });

  /** The card of a visit that comes from another day arrives with the live day. */
  async function focusOnceShown(id: string) {
    const at = document.activeElement;
    await until(() => board.visit(id) !== null).toBe(true, { timeout: 3000 });
    await nextTick();
    if (document.activeElement === at) {
      focusVisit(id);
    }
  }

  return {
    move,
    prompt,
    confirming,
    to,
    /** The visit that is being asked about, as it is now: its version may have grown meanwhile. */
    visit: computed(() => (asked.value ? (board.visit(asked.value.id) ?? asked.value) : null)),
    find,
    begin,
    carryTo,
    put,
    /** The dialog has moved it. */
    moved: () => asked.value && shelf.drop(asked.value.id),
    undo: () => undoing !== null && notices.act(undoing),
    refuse,
    cancel,
    choose: (slot: FreeSlot) => (to.value = { doctorId: slot.doctorId, start: slot.start, end: slot.end }),
  };
}
