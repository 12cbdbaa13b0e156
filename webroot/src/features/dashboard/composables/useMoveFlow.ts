import { computed, nextTick, ref, shallowRef, watch, watchEffect } from 'vue';
import { useI18n } from 'vue-i18n';
import type { FreeSlot } from '@/shared/api/client';
import type { DayVisit } from '@/shared/api/topics';
import { useFormat } from '@/shared/composables/useFormat';
import { useNotices } from '@/shared/stores/notices';
import { useMoveTexts } from './useMoveTexts';
import type { Board } from './useBoard';
import { useMove } from './useMove';

/**
 * Moves a visit: aimed by drag or keys, confirmed in a dialog, announced, with the focus on the visit
 * afterwards.
 *
 * @param focusVisit puts the focus on a visit's card
 */
export function useMoveFlow(board: Board, say: (text: string) => void, focusVisit: (id: string) => void) {
  const { t } = useI18n();
  const format = useFormat();
  const notices = useNotices();
  const words = useMoveTexts();
  const move = useMove(board);

  const confirming = ref(false);
  const to = shallowRef<{ doctorId: string; start: string } | null>(null);
  const asked = shallowRef<DayVisit | null>(null);

  /** What is being chosen, while that is done with the keyboard or by pressing a free time. */
  const prompt = computed(() => {
    const now = move.aiming.value;
    return now?.by === 'keys'
      ? t('dashboard.moving', { patient: now.visit.patientName, time: format.time(now.visit.start) })
      : null;
  });

  function begin(visitId: string) {
    const visit = board.visit(visitId);
    if (visit?.status !== 'BOOKED') {
      return;
    }
    move.begin(visit, 'keys');
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

  function ask() {
    const now = move.moving.value!;
    asked.value = now.visit;
    to.value = { doctorId: now.target!.column.doctor.id, start: now.target!.start };
    confirming.value = true;
  }

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

  watch(confirming, (open) => {
    if (!open) {
      move.end();
      void nextTick(() => asked.value && focusVisit(asked.value.id));
    }
  });

  return {
    move,
    prompt,
    confirming,
    to,
    /** The visit that is being asked about, as it is now: its version may have grown meanwhile. */
    visit: computed(() => (asked.value ? (board.visit(asked.value.id) ?? asked.value) : null)),
    begin,
    ask,
    refuse,
    cancel,
    choose: (slot: FreeSlot) => (to.value = { doctorId: slot.doctorId, start: slot.start }),
  };
}
