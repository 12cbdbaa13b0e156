import { useEventListener } from '@vueuse/core';
import { watch, type Ref } from 'vue';

/** How far what opens stays from the edges of the screen, in pixels. */
const edge = 8;

/** Shifts what opens beside a control, such as a menu, until it is within the screen, also when that is turned or zoomed. */
export function useWithinScreen(opened: Readonly<Ref<HTMLElement | null>>) {
  function place() {
    const element = opened.value;
    if (element) {
      element.style.translate = '';
      const { left, right } = element.getBoundingClientRect();
      const shift = shiftInto(left, right, document.documentElement.clientWidth);
      element.style.translate = shift === 0 ? '' : `${shift}px`;
    }
  }
  watch(opened, place, { flush: 'post' });
  // What the control stands in may be drawn anew for the other size.
  useEventListener(window, 'resize', () => requestAnimationFrame(() => requestAnimationFrame(place)));
}

/** By how much to shift what is between two places, so that it ends, or else begins, within a width. */
export function shiftInto(left: number, right: number, width: number): number {
  const over = Math.max(0, right - (width - edge));
  return left - over < edge ? edge - left : 0 - over;
}
