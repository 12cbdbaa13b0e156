import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, ref, type EffectScope } from 'vue';
import { useKeptTexts } from './useKeptTexts';

let pages: EffectScope[] = [];
function page() {
  const scope = effectScope();
  pages.push(scope);
  const texts = { reason: ref(''), answers: ref<Record<string, string>>({}) };
  scope.run(() => useKeptTexts(texts.reason, texts.answers));
  return texts;
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

it('are not stored for longer than ten minutes, nor once the page was left', () => {
  page().reason.value = 'Palpitations';
  hide();
  vi.setSystemTime(new Date('2026-11-23T06:11:00Z'));
  expect(page().reason.value).toBe('');

  page().reason.value = 'Palpitations';
  pages.forEach((scope) => scope.stop());
  hide();
  expect(sessionStorage.length).toBe(0);
});
