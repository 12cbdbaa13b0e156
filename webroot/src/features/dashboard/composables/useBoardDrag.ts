import type { Ref } from 'vue';
import type { DayVisit } from '@/shared/api/topics';
import { timeAt } from '@/shared/lib/timeScale';
import { minutesOf } from '../lib/layout';
import { useView } from '../lib/view';
import type { Column } from './useBoard';
import { useDrag } from './useDrag';
import type { MoveTarget } from './useMoveTarget';

interface Surface {
  scroller: Ref<HTMLElement | null>;
  body: Ref<HTMLElement | undefined>;
  /** The visit of a card of the board or of the shelf. */
  visit: (id: string) => DayVisit | null;
  column: (doctorId: string | undefined) => Column | null;
}

interface Ends {
  put: () => void;
  cancel: () => void;
  shelve: (visitId: string) => void;
}

function isAcross(element: HTMLElement, x: number): boolean {
  const { left, right } = element.getBoundingClientRect();
  return left <= x && x < right;
}

const isShelf = (x: number, y: number) => Boolean(document.elementFromPoint?.(x, y)?.closest('[data-shelf]'));

/** Drags visits over the board, from it to the shelf and from the shelf to it. */
export function useBoardDrag({ scroller, body, visit, column }: Surface, move: MoveTarget, ends: Ends) {
  const view = useView();
  let grabbed = 0;
  let liftedMs = 0;
  let overShelf = false;

  const columns = () => [...(body.value?.querySelectorAll<HTMLElement>('[data-doctor]') ?? [])];

  function lift(card: HTMLElement, below: number): boolean {
    const id = card.dataset.shelved ?? card.querySelector<HTMLElement>('[data-visit]')?.dataset.visit;
    const lifted = id ? visit(id) : null;
    if (!lifted) {
      return false;
    }
    grabbed = card.dataset.shelved ? 0 : below;
    liftedMs = minutesOf(lifted) * 60_000;
    move.begin(lifted, 'drag');
    return true;
  }

  function over(x: number, y: number) {
    overShelf = isShelf(x, y);
    const box = body.value!.getBoundingClientRect();
    const under = overShelf ? undefined : columns().find((element) => isAcross(element, x))?.dataset.doctor;
    const { from, until } = view.axis.value;
    const at = timeAt(view.axis.value, y - grabbed - box.top);
    move.aimAt(column(under), Math.min(Math.max(at, from), until - liftedMs));
  }

  function drop() {
    const lifted = move.moving.value?.visit.id;
    if (overShelf && lifted) {
      move.end();
      ends.shelve(lifted);
    } else {
      ends.put();
    }
  }

  return { columns, ...useDrag(scroller, '.movable', { lift, over, drop, cancel: ends.cancel }) };
}
