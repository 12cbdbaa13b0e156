import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, type EffectScope } from 'vue';
import { useBookingTexts } from './useBookingTexts';

let pages: EffectScope[] = [];
function page() {
  const scope = effectScope();
  pages.push(scope);
  return scope.run(useBookingTexts)!;
}
const hide = () => window.dispatchEvent(new Event('pagehide'));

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T06:00:00Z'), toFake: ['Date'] });
  sessionStorage.clear();
});
afterEach(() => {
  pages.forEach((scope) => scope.stop());
  pages = [];
  vi.useRealTimers();
});

it('are there after the page was loaded again, and then no longer stored', () => {
  const first = page();
  first.reason.value = 'Palpitations';
  first.answers.value = { one: 'yes' };
  expect(sessionStorage.length).toBe(0);
  hide();
  const second = page();
  expect(second.reason.value).toBe('Palpitations');
  expect(second.answers.value).toEqual({ one: 'yes' });
  expect(sessionStorage.length).toBe(0);
});

it('are not stored for longer than ten minutes, nor once they are booked or the page was left', () => {
  page().reason.value = 'Palpitations';
  hide();
  vi.setSystemTime(new Date('2026-11-23T06:11:00Z'));
  expect(page().reason.value).toBe('');

  const booked = page();
  booked.reason.value = 'Palpitations';
  booked.clear();
  expect(booked.reason.value).toBe('');
  pages.forEach((scope) => scope.stop());
  hide();
  expect(sessionStorage.length).toBe(0);
});
