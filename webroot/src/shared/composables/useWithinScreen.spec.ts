import { mount } from '@vue/test-utils';
import { defineComponent, h, nextTick, ref, useTemplateRef } from 'vue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { waitFor } from '@dev/testing/waitFor';
import { shiftInto, useWithinScreen } from './useWithinScreen';

afterEach(() => vi.restoreAllMocks());

describe('what opens beside a control', () => {
  it.each([
    ['fits', 100, 300, 0],
    ['ends outside', 120, 454, -72],
    ['begins outside', -30, 170, 38],
    ['is wider than the screen', 40, 440, -32],
  ])('is shifted when it %s', (_, left, right, shift) => {
    expect(shiftInto(left, right, 390)).toBe(shift);
  });

  it('is shifted when it appears, and again on another screen', async () => {
    const width = vi.spyOn(document.documentElement, 'clientWidth', 'get').mockReturnValue(390);
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(64, 56, 334, 380));
    const open = ref(false);
    const page = mount(
      defineComponent(() => {
        useWithinScreen(useTemplateRef<HTMLElement>('menu'));
        return () => (open.value ? h('div', { ref: 'menu', class: 'menu' }) : null);
      }),
    );

    open.value = true;
    await nextTick();

    expect(page.get<HTMLElement>('.menu').element.style.translate).toBe('-16px');
    width.mockReturnValue(360);
    window.dispatchEvent(new Event('resize'));
    await waitFor(() => expect(page.get<HTMLElement>('.menu').element.style.translate).toBe('-46px'));
  });
});
