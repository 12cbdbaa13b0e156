import { onScopeDispose, type Ref } from 'vue';

/** Events of a drag. Points are in viewport coordinates. */
export interface DragEvents {
  /** A card was lifted, `grabbed` pixels below its upper edge; false refuses. */
  lift(card: HTMLElement, grabbed: number): boolean;
  over(x: number, y: number): void;
  drop(): void;
  cancel(): void;
}

const startsAfterPx = 6;
const longPressMs = 350;
const edgePx = 56;
const fastestPx = 18;

/**
 * Dragging cards over a scrolling board with a mouse, a pen or a finger. A mouse lifts a card by moving, a
 * finger by resting on it, as moving it scrolls. Near an edge the board scrolls along.
 */
export function useDrag(scroller: Ref<HTMLElement | null>, cards: string, events: DragEvents) {
  let card: HTMLElement | null = null;
  let from = { x: 0, y: 0 };
  let at = { x: 0, y: 0 };
  let pointer = -1;
  let dragging = false;
  let justDropped = false;
  let press: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;

  function onDown(event: PointerEvent) {
    justDropped = false;
    const found = (event.target as HTMLElement).closest<HTMLElement>(cards);
    if (!found || event.button !== 0 || pointer !== -1) {
      return;
    }
    card = found;
    pointer = event.pointerId;
    from = at = { x: event.clientX, y: event.clientY };
    if (event.pointerType === 'touch') {
      press = setTimeout(lift, longPressMs);
    }
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    window.addEventListener('pointercancel', abandon);
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('touchmove', holdScroll, { passive: false });
    window.addEventListener('contextmenu', holdMenu);
  }

  function lift() {
    const top = card!.getBoundingClientRect().top;
    dragging = events.lift(card!, from.y - top);
    if (!dragging) {
      return release();
    }
    // Pointer capture delivers events outside the window too, where the browser supports it.
    if (scroller.value?.setPointerCapture) {
      try {
        scroller.value.setPointerCapture(pointer);
      } catch {
        return abandon();
      }
    }
    document.documentElement.classList.add('dragging');
    events.over(at.x, at.y);
    frame = requestAnimationFrame(scrollAlong);
  }

  function onMove(event: PointerEvent) {
    if (event.pointerId !== pointer) {
      return;
    }
    at = { x: event.clientX, y: event.clientY };
    const moved = Math.hypot(at.x - from.x, at.y - from.y) > startsAfterPx;
    if (dragging) {
      events.over(at.x, at.y);
    } else if (moved && event.pointerType === 'touch') {
      release();
    } else if (moved) {
      lift();
    }
  }

  function onUp(event: PointerEvent) {
    if (event.pointerId !== pointer) {
      return;
    }
    const dropped = dragging;
    release();
    if (dropped) {
      justDropped = true;
      events.drop();
    }
  }

  function abandon() {
    const lost = dragging;
    release();
    if (lost) {
      events.cancel();
    }
  }

  function onKey(event: KeyboardEvent) {
    if (dragging && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      justDropped = true;
      abandon();
    }
  }

  function holdScroll(event: TouchEvent) {
    if (dragging) {
      event.preventDefault();
    }
  }

  function holdMenu(event: Event) {
    if (press !== undefined) {
      event.preventDefault();
    }
  }

  function scrollAlong() {
    const box = scroller.value?.getBoundingClientRect();
    if (!dragging || !box) {
      return;
    }
    const x = speed(at.x, box.left, box.right);
    const y = speed(at.y, box.top, box.bottom);
    if (x || y) {
      scroller.value!.scrollBy(x, y);
      events.over(at.x, at.y);
    }
    frame = requestAnimationFrame(scrollAlong);
  }

  function release() {
    clearTimeout(press);
    press = undefined;
    cancelAnimationFrame(frame);
    dragging = false;
    pointer = -1;
    card = null;
    document.documentElement.classList.remove('dragging');
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', abandon);
    window.removeEventListener('keydown', onKey, true);
    window.removeEventListener('touchmove', holdScroll);
    window.removeEventListener('contextmenu', holdMenu);
  }

  onScopeDispose(abandon);

  return {
    onDown,
    /** Whether a click is only the end of a drag. Asked once. */
    wasDrag: () => {
      const was = justDropped;
      justDropped = false;
      return was;
    },
  };
}

/** How fast to scroll: the nearer the edge, the faster. */
function speed(at: number, start: number, end: number): number {
  const before = Math.max(0, start + edgePx - at) / edgePx;
  const after = Math.max(0, at - (end - edgePx)) / edgePx;
  return Math.min(1, after) * fastestPx - Math.min(1, before) * fastestPx;
}
