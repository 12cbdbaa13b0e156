import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyLocale, i18n, type Locale } from '@/shared/locales';
import { openClinic } from '@dev/testing/mount';
import { useFieldErrorMessages } from './useProblemMessages';

async function messageIn(locale: Locale, code: string, params: Record<string, unknown>) {
  await applyLocale(locale);
  let messageOf!: ReturnType<typeof useFieldErrorMessages>;
  mount(
    {
      setup() {
        messageOf = useFieldErrorMessages();
        return () => null;
      },
    },
    { global: { plugins: [i18n] } },
  );
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
