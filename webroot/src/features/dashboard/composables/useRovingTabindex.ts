import { useEventListener, useMutationObserver } from '@vueuse/core';
import { onMounted, type Ref } from 'vue';

/**
 * Makes a board of hundreds of buttons one stop of the Tab key: arrow keys walk from cell to cell, along a
 * column by time and across to whatever is nearest in time. Works on the elements themselves
 * (`data-doctor` columns, `data-cell` cells with `data-at`), so that no card is drawn again for it.
 */
export function useRovingTabindex(board: Ref<HTMLElement | null>) {
  let entry: HTMLElement | null = null;
  let focused = false;
  /** Content and position of the entry, to find it after a new rendering. */
  let key = '';
  let doctor = '';
  /** The visit whose card gets the focus whenever it is rendered again, until its user goes elsewhere. */
  let claim = '';

  const cells = (within: ParentNode) => [...within.querySelectorAll<HTMLElement>('[data-cell]')];
  const columns = () => [...(board.value?.querySelectorAll<HTMLElement>('[data-doctor]') ?? [])];
  const columnOf = (cell: HTMLElement) => cell.closest<HTMLElement>('[data-doctor]');
  const timeOf = (cell: HTMLElement) => Date.parse(cell.dataset.at ?? '');

  /** The card's own button for checking in comes right after it. */
  function reach(cell: HTMLElement | null, tabindex: string) {
    cell?.setAttribute('tabindex', tabindex);
    cell?.parentElement?.querySelector('[data-check-in]')?.setAttribute('tabindex', tabindex);
  }

  function enter(cell: HTMLElement) {
    if (cell !== entry) {
      reach(entry, '-1');
      entry = cell;
    }
    reach(cell, '0');
    key = cell.dataset.visit ?? cell.dataset.slot ?? '';
    doctor = columnOf(cell)?.dataset.doctor ?? '';
  }

  function nearest(column: HTMLElement, at: number): HTMLElement | null {
    const all = cells(column);
    return all.sort((one, other) => Math.abs(timeOf(one) - at) - Math.abs(timeOf(other) - at))[0] ?? null;
  }

  function beside(cell: HTMLElement, direction: 1 | -1): HTMLElement | null {
    const all = columns();
    for (let here = all.indexOf(columnOf(cell)!) + direction; all[here]; here += direction) {
      const found = nearest(all[here]!, timeOf(cell));
      if (found) {
        return found;
      }
    }
    return null;
  }

  function onKey(event: KeyboardEvent) {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-cell]');
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const along = cells(columnOf(cell)!);
    const here = along.indexOf(cell);
    const target = {
      ArrowDown: () => along[here + 1],
      ArrowUp: () => along[here - 1],
      ArrowRight: () => beside(cell, 1),
      ArrowLeft: () => beside(cell, -1),
      Home: () => along[0],
      End: () => along.at(-1),
    }[event.key];
    if (target) {
      event.preventDefault();
      const next = target();
      if (next) {
        focus(next);
      }
    }
  }

  function focus(cell: HTMLElement) {
    enter(cell);
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Puts the focus on a visit's card, if it is there. */
  function focusVisit(id: string): boolean {
    const cell = cardOf(id);
    claim = id;
    if (cell) {
      focus(cell);
    }
    return cell !== null;
  }

  const cardOf = (id: string) =>
    board.value?.querySelector<HTMLElement>(`[data-visit="${CSS.escape(id)}"]`) ?? null;

  /** Keeps exactly one tab stop, and restores the focus when its element was rendered again or removed. */
  function repair() {
    const claimed = claim ? cardOf(claim) : null;
    if (claimed && document.activeElement === document.body) {
      return focus(claimed);
    }
    if (entry?.isConnected && board.value?.contains(entry)) {
      return reach(entry, '0');
    }
    const lost = focused && document.activeElement === document.body;
    const again =
      cardOf(key) ??
      board.value?.querySelector<HTMLElement>(`[data-doctor="${CSS.escape(doctor)}"] [data-cell]`) ??
      board.value?.querySelector<HTMLElement>('[data-cell]');
    entry = null;
    if (again) {
      enter(again);
      if (lost) {
        again.focus({ preventScroll: true });
      }
    }
  }

  function onFocusIn(event: FocusEvent) {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-cell]');
    focused = cell !== null;
    if (cell) {
      enter(cell);
    }
  }

  function onFocusOut(event: FocusEvent) {
    // A removed element reports no element that gets the focus next.
    focused = event.relatedTarget === null && !(event.target as HTMLElement).isConnected;
  }

  function leave(event: Event) {
    if ((event.target as HTMLElement).dataset?.visit !== claim) {
      claim = '';
    }
  }

  useEventListener(document, ['focusin', 'pointerdown'], leave, { capture: true, passive: true });
  useMutationObserver(board, repair, { childList: true, subtree: true });
  onMounted(repair);

  return { onKey, onFocusIn, onFocusOut, focusVisit };
}
