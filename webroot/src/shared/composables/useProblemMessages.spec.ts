import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyLocale, i18n, loadSignedInTexts, type Locale, type Messages } from '@/shared/locales';
import { openClinic } from '@dev/testing/mount';
import { ApiProblem } from '@/shared/api/problem';
import { useFieldErrorMessages, useProblemMessages } from './useProblemMessages';

function inSetup<T>(use: () => T): T {
  let used!: T;
  mount(
    {
      setup() {
        used = use();
        return () => null;
      },
    },
    { global: { plugins: [i18n] } },
  );
  return used;
}

async function messageIn(locale: Locale, code: string, params: Record<string, unknown>) {
  await applyLocale(locale);
  const messageOf = inSetup(useFieldErrorMessages);
  return messageOf({ pointer: '/field', code, params, message: 'in English', detail: 'in English' });
}

describe('numbers in what is wrong with a field', () => {
  beforeEach(() => openClinic());
  afterEach(() => applyLocale('en'));

  it.each([
    ['en', { max: 50000 }, '50,000'],
    ['de', { max: 50000 }, '50.000'],
    ['es', { max: 50000 }, '50.000'],
    ['de', { max: 0.3 }, '0,3'],
    ['es', { max: 0.3 }, '0,3'],
    ['de', { max: 2100 }, '2100'],
  ] as const)('are written as the language does: %s %o', async (locale, params, text) => {
    expect(await messageIn(locale, 'too-large', params)).toContain(` ${text} `);
  });

  it('stay as they are in what is no number', async () => {
    expect(await messageIn('de', 'implausible-birth-date', { min: '1900-01-01' })).toContain('1900-01-01');
  });
});

describe('what was refused to those who are signed in', () => {
  let english: Messages;
  beforeEach(() => openClinic());
  afterEach(async () => {
    i18n.global.setLocaleMessage('en', english);
    await applyLocale('en');
  });

  it.each([
    ['de', 'Dieser Termin kann jetzt nicht behandelt werden', 'Nicht plausibel'],
    ['es', 'Esta cita no se puede atender ahora', 'No es verosímil'],
  ] as const)('is said in %s where the English texts are not loaded', async (locale, refused, wrong) => {
    await applyLocale(locale);
    await loadSignedInTexts();
    english = i18n.global.getLocaleMessage('en') as Messages;
    i18n.global.setLocaleMessage('en', {});
    const words = inSetup(useProblemMessages);
    const slug = 'visit-not-open';
    expect(words(new ApiProblem({ type: `/problems/${slug}`, title: '', status: 409 }))).toContain(refused);
    expect(await messageIn(locale, 'implausible', { min: 1, max: 2 })).toContain(wrong);
  });
});
