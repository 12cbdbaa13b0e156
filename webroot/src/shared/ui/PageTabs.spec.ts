import { afterEach, expect, it, vi } from 'vitest';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import AdminTabs from './AdminTabs.vue';

let stage: Stage;
let resized: (() => void)[] = [];

afterEach(() => {
  stage.wrapper.unmount();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A list of tabs of some width, in which the current one begins at 700 px while nothing is scrolled. */
function draw(width: () => number) {
  resized = [];
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(callback: () => void) {
        resized.push(callback);
      }
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const isList = this.tagName === 'UL';
    const scrolled = this.closest('ul')?.scrollLeft ?? 0;
    return (isList ? { left: 0, width: width() } : { left: 700 - scrolled, width: 100 }) as DOMRect;
  });
}

it('keeps the current tab in view when the device is turned, and the page where it is', async () => {
  let width = 300;
  draw(() => width);
  const moved = vi.spyOn(Element.prototype, 'scrollIntoView');
  stage = await showPage(AdminTabs, '/admin/audit', 'admin@example.org');
  await settle();
  const list = stage.wrapper.get('ul').element;
  expect(stage.wrapper.get('[aria-current=page]').text()).toBe('Audit trail');
  resized.forEach((tell) => tell());
  expect(list.scrollLeft).toBe(600);
  width = 500;
  resized.forEach((tell) => tell());
  expect(list.scrollLeft).toBe(500);
  expect(moved).not.toHaveBeenCalled();
});
