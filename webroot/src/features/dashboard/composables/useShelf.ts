import { useQueries } from '@tanstack/vue-query';
import { useSessionStorage } from '@vueuse/core';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { appointmentQuery } from '@/features/appointments';
import { isProblem } from '@/shared/api/problem';
import type { DayVisit } from '@/shared/api/topics';
import { listedName } from '@/shared/lib/listedName';
import { useNotices } from '@/shared/stores/notices';
import { useSession } from '@/shared/stores/session';
import type { Board } from './useBoard';

const most = 12;
const readEveryMs = 30_000;

/** What is kept: no more than what is needed to read it and to see that it has changed. */
interface Kept {
  id: string;
  version: number;
}

/** A visit on the shelf: as it was put there, changed meanwhile, no longer movable, or not there any more. */
export interface Shelved {
  id: string;
  state: 'asPut' | 'changed' | 'closed' | 'gone' | 'unknown';
  visit: DayVisit | null;
}

/**
 * The shelf: visits that are carried to another day, doctor or department. Each keeps its time until it is dropped; only
 * this browser's session knows that it is here.
 */
export function useShelf(board: Board, say: (text: string) => void) {
  const { t } = useI18n();
  const session = useSession();
  const notices = useNotices();
  const kept = useSessionStorage<Kept[]>(`clinibus.shelf.${session.user?.id}`, []);
  const reads = useQueries({
    queries: computed(() =>
      kept.value.map(({ id }) => ({
        ...appointmentQuery(id),
        refetchInterval: readEveryMs,
        refetchOnWindowFocus: true,
      })),
    ),
  });

  /** The later of what was read and what the board shows live. */
  function now(id: string): DayVisit | null {
    const shown = board.visit(id);
    const read = reads.value[kept.value.findIndex((one) => one.id === id)]?.data;
    return shown && (!read || shown.version >= read.version)
      ? shown
      : read
        ? { ...read, patientListedName: listedName(read) }
        : null;
  }

  const entries = computed<Shelved[]>(() =>
    kept.value.map(({ id, version }, index) => {
      const visit = now(id);
      if (!visit) {
        return { id, visit, state: isProblem(reads.value[index]?.error, 'not-found') ? 'gone' : 'unknown' };
      }
      const state = visit.status !== 'BOOKED' ? 'closed' : visit.version !== version ? 'changed' : 'asPut';
      return { id, visit, state };
    }),
  );
  const ids = computed<ReadonlySet<string>>(() => new Set(kept.value.map(({ id }) => id)));

  function put(visit: DayVisit) {
    if (visit.status !== 'BOOKED' || ids.value.has(visit.id)) {
      return;
    }
    if (kept.value.length >= most) {
      notices.problem(t('dashboard.shelf.full'));
      return;
    }
    kept.value = [...kept.value, { id: visit.id, version: visit.version }];
    say(t('dashboard.shelf.put', { patient: visit.patientName }));
  }

  const drop = (id: string) => (kept.value = kept.value.filter((one) => one.id !== id));

  /** Takes a visit off the shelf that stays where it is. */
  function take(id: string) {
    const patient = now(id)?.patientName ?? t('dashboard.shelf.unknown');
    drop(id);
    say(t('dashboard.shelf.taken', { patient }));
  }

  const movable = (id: string) => {
    const entry = entries.value.find((one) => one.id === id);
    return entry?.visit?.status === 'BOOKED' ? entry.visit : null;
  };

  return {
    entries,
    ids,
    put,
    take,
    /** Removes one that was moved. */
    drop,
    /** A visit on the shelf that can be moved. */
    visit: movable,
    /** The one that was put there last. */
    last: () => kept.value.map(({ id }) => movable(id)).findLast((visit) => visit !== null) ?? null,
  };
}

export type Shelf = ReturnType<typeof useShelf>;
